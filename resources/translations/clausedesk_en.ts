<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>ClustersTab</name>
        <message numerus="yes">
            <source>Bring %n excluded row(s) back</source>
            <translation>
                <numerusform>Bring %n excluded row back</numerusform>
                <numerusform>Bring %n excluded rows back</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n cluster(s)</source>
            <translation>
                <numerusform>%n cluster</numerusform>
                <numerusform>%n clusters</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Cluster {number} · %n row(s)</source>
            <translation>
                <numerusform>Cluster {number} · %n row</numerusform>
                <numerusform>Cluster {number} · %n rows</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CompareWorkspace</name>
        <message numerus="yes">
            <source>%n change(s)</source>
            <translation>
                <numerusform>%n change</numerusform>
                <numerusform>%n changes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ContradictionsWorkspace</name>
        <message numerus="yes">
            <source>%n pair(s)</source>
            <translation>
                <numerusform>%n pair</numerusform>
                <numerusform>%n pairs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Deciding</name>
        <message numerus="yes">
            <source>Take %n row(s) out of the cluster</source>
            <translation>
                <numerusform>Take %n row out of the cluster</numerusform>
                <numerusform>Take %n rows out of the cluster</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Split %n row(s) off the cluster</source>
            <translation>
                <numerusform>Split %n row off the cluster</numerusform>
                <numerusform>Split %n rows off the cluster</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Merge %n cluster(s)</source>
            <translation>
                <numerusform>Merge %n cluster</numerusform>
                <numerusform>Merge %n clusters</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Take decisions on %n row(s) back</source>
            <translation>
                <numerusform>Take decisions on %n row back</numerusform>
                <numerusform>Take decisions on %n rows back</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DismissBox</name>
        <message numerus="yes">
            <source>Why is this no contradiction? (%n pair(s))</source>
            <translation>
                <numerusform>Why is this no contradiction? (%n pair)</numerusform>
                <numerusform>Why is this no contradiction? (%n pairs)</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DocumentsWorkspace</name>
        <message numerus="yes">
            <source>%n document(s)</source>
            <translation>
                <numerusform>%n document</numerusform>
                <numerusform>%n documents</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FieldsWorkspace</name>
        <message numerus="yes">
            <source>%n document(s)</source>
            <translation>
                <numerusform>%n document</numerusform>
                <numerusform>%n documents</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PairFilters</name>
        <message numerus="yes">
            <source>%n pair(s)</source>
            <translation>
                <numerusform>%n pair</numerusform>
                <numerusform>%n pairs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PairsTab</name>
        <message numerus="yes">
            <source>Score all pairs as %n answer(s) taught</source>
            <translation>
                <numerusform>Score all pairs as %n answer taught</numerusform>
                <numerusform>Score all pairs as %n answers taught</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PairsWorkspace</name>
        <message numerus="yes">
            <source>%n pair(s)</source>
            <translation>
                <numerusform>%n pair</numerusform>
                <numerusform>%n pairs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Records</name>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n record</numerusform>
                <numerusform>%n records</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Sheets</name>
        <message numerus="yes">
            <source>%n table(s) added to Duplicates</source>
            <translation>
                <numerusform>%n table added to Duplicates</numerusform>
                <numerusform>%n tables added to Duplicates</numerusform>
            </translation>
        </message>
    </context>
</TS>
