<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;New project</source>
        <translation>新建项目(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open project…</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save project as…</source>
        <translation>项目另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Add files…</source>
        <translation>添加文件(&amp;A)…</translation>
    </message>
    <message>
        <source>Add &amp;folder…</source>
        <translation>添加文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Paste &amp;text…</source>
        <translation>粘贴文本(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>&amp;Find in document…</source>
        <translation>在文档中查找(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>暂停或继续(&amp;P)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Accept and go on</source>
        <translation>接受并继续(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation>拒绝(&amp;R)</translation>
    </message>
    <message>
        <source>Take decision &amp;back</source>
        <translation>收回决定(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Edit value</source>
        <translation>编辑值(&amp;E)</translation>
    </message>
    <message>
        <source>Go to next &amp;doubtful</source>
        <translation>转到下一个存疑项(&amp;D)</translation>
    </message>
    <message>
        <source>Pick candidate &amp;{number}</source>
        <translation>选用候选值 &amp;{number}</translation>
    </message>
    <message>
        <source>&amp;About ClauseDesk</source>
        <translation>关于 ClauseDesk(&amp;A)</translation>
    </message>
    <message>
        <source>Open &amp;log folder</source>
        <translation>打开日志文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>审阅(&amp;R)</translation>
    </message>
    <message>
        <source>R&amp;un</source>
        <translation>运行(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
</context>
<context>
    <name>Activity</name>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果数</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>怎么办</translation>
    </message>
</context>
<context>
    <name>ActivityWorkspace</name>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>What failed</source>
        <translation>失败的项目</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>没有正在运行的任务。</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再次运行</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>重试失败项</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Nothing has failed.</source>
        <translation>没有失败的项目。</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>Contracts</source>
        <translation>合同</translation>
    </message>
    <message>
        <source>Unnamed, {when}</source>
        <translation>未命名，{when}</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>The language changes when ClauseDesk is next started.</source>
        <translation>下次启动 ClauseDesk 时切换语言。</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>CellDetail</name>
    <message>
        <source>Candidates</source>
        <translation>候选值</translation>
    </message>
    <message>
        <source>No value chosen</source>
        <translation>未选择值</translation>
    </message>
    <message>
        <source>Choose a value in the table to see where it comes from.</source>
        <translation>在表格中选择一个值，即可查看它的出处。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No candidate was found. Press F2 to type the value, or select its words in the document.</source>
        <translation>没有找到候选值。按 F2 输入，或在文档中选中相应文字。</translation>
    </message>
    <message>
        <source>page {page}</source>
        <translation>第 {page} 页</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Next doubtful</source>
        <translation>下一个存疑项</translation>
    </message>
</context>
<context>
    <name>ContradictionsWorkspace</name>
    <message>
        <source>Verdicts</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Contradictions</source>
        <translation>矛盾</translation>
    </message>
    <message>
        <source>Nothing more to review here.</source>
        <translation>这里没有更多需要审阅的内容。</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Which verdicts</source>
        <translation>判定类型</translation>
    </message>
    <message>
        <source>All verdicts</source>
        <translation>全部判定</translation>
    </message>
    <message>
        <source>Which review states</source>
        <translation>审阅状态</translation>
    </message>
    <message>
        <source>Reviewed or not</source>
        <translation>不限审阅状态</translation>
    </message>
    <message>
        <source>Filter by words</source>
        <translation>按文字筛选</translation>
    </message>
    <message>
        <source>Go to Documents</source>
        <translation>转到文档</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>没有内容</translation>
    </message>
    <message>
        <source>No pair of clauses meets the filter.</source>
        <translation>没有符合筛选条件的条款对。</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n 对</numerusform>
        </translation>
    </message>
    <message>
        <source>What contradicts what?</source>
        <translation>哪些条款互相矛盾？</translation>
    </message>
    <message>
        <source>Press Check. ClauseDesk compares the clauses of each document and lists the pairs that cannot both hold, with the words that clash.</source>
        <translation>按“检查”。ClauseDesk 会比较每份文档的条款，列出不能同时成立的条款对，并标出冲突的文字。</translation>
    </message>
    <message>
        <source>No documents yet</source>
        <translation>还没有文档</translation>
    </message>
    <message>
        <source>Add contracts first; then check them.</source>
        <translation>请先添加合同，再进行检查。</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>Read documents</source>
        <translation>读取文档</translation>
    </message>
    <message>
        <source>Extract fields</source>
        <translation>抽取字段</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>查找重复</translation>
    </message>
    <message>
        <source>Find contradictions</source>
        <translation>查找矛盾</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>{title}: {failed} could not be done; Activity says why.</source>
        <translation>{title}：{failed} 项未能完成，原因见“活动”。</translation>
    </message>
    <message>
        <source>There is nothing to export here yet.</source>
        <translation>这里还没有可导出的内容。</translation>
    </message>
    <message>
        <source>Exporting to {name}…</source>
        <translation>正在导出到 {name}…</translation>
    </message>
    <message>
        <source>Exported to {path}</source>
        <translation>已导出到 {path}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Unnamed project</source>
        <translation>未命名项目</translation>
    </message>
    <message>
        <source>“{title}” did not come to its end. What was finished is here.</source>
        <translation>“{title}”上次没有做完。已完成的部分都在。</translation>
    </message>
    <message>
        <source>Do the rest</source>
        <translation>继续做完</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Add tables</source>
        <translation>添加表格</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Save project as</source>
        <translation>项目另存为</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>A run is still going on.</source>
        <translation>仍有任务在运行。</translation>
    </message>
    <message>
        <source>What is finished is kept. When the project is opened again, ClauseDesk offers to do the rest.</source>
        <translation>已完成的部分会保留。下次打开该项目时，ClauseDesk 会提示继续做完。</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>停止并退出</translation>
    </message>
    <message>
        <source>Stop and go on</source>
        <translation>停止并继续</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>保持运行</translation>
    </message>
    <message>
        <source>Enter password</source>
        <translation>输入密码</translation>
    </message>
    <message>
        <source>Password of {name}</source>
        <translation>{name} 的密码</translation>
    </message>
    <message>
        <source>About ClauseDesk</source>
        <translation>关于 ClauseDesk</translation>
    </message>
    <message>
        <source>Fields out of contracts, duplicate rows, contradicting clauses. Nothing leaves this computer.

Apache License 2.0</source>
        <translation>合同字段抽取、重复行查找、矛盾条款检查。任何内容都不会离开本机。

Apache 许可证 2.0</translation>
    </message>
</context>
<context>
    <name>Documents</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Readable</source>
        <translation>可读</translation>
    </message>
    <message>
        <source>Share of the pages whose text could be read</source>
        <translation>能读出文字的页所占比例</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Share of the characters that the extraction has read</source>
        <translation>抽取时读到的字符所占比例</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>已审阅</translation>
    </message>
    <message>
        <source>Values that a person has judged</source>
        <translation>已由人判断过的值</translation>
    </message>
    <message>
        <source>Contradictions</source>
        <translation>矛盾数</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Partly readable</source>
        <translation>部分可读</translation>
    </message>
    <message>
        <source>Read, with a notice</source>
        <translation>已读取，有提示</translation>
    </message>
    <message>
        <source>Fields extracted</source>
        <translation>已抽取字段</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已读取</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>DocumentsWorkspace</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>输入密码…</translation>
    </message>
    <message>
        <source>Drop contracts here</source>
        <translation>把合同拖到这里</translation>
    </message>
    <message>
        <source>Word, PDF, text and web pages, one or thousands, or whole folders. They are read on this computer and go nowhere else.</source>
        <translation>Word、PDF、文本和网页均可，一份或上千份，也可以是整个文件夹。文件只在本机读取，不会传到别处。</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Paste text…</source>
        <translation>粘贴文本…</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>No document matches the filter.</source>
        <translation>没有符合筛选条件的文档。</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n 份文档</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Duplicates</name>
    <message>
        <source>Row {number}</source>
        <translation>第 {number} 行</translation>
    </message>
    <message>
        <source>{file}, rows {left} and {right}</source>
        <translation>{file}，第 {left} 行与第 {right} 行</translation>
    </message>
    <message>
        <source>{file}, row {number}</source>
        <translation>{file}，第 {number} 行</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>This</source>
        <translation>此行</translation>
    </message>
    <message>
        <source>And this</source>
        <translation>与此行</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
</context>
<context>
    <name>DuplicatesSetup</name>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Columns that identify a row</source>
        <translation>用来识别一行的列</translation>
    </message>
    <message>
        <source>Alike from</source>
        <translation>相似度下限</translation>
    </message>
    <message>
        <source>Pairs that score at least this much form groups</source>
        <translation>达到此相似度的行对会归为一组</translation>
    </message>
    <message>
        <source>Where to look</source>
        <translation>查找范围</translation>
    </message>
    <message>
        <source>Within and between tables</source>
        <translation>表内与表间</translation>
    </message>
    <message>
        <source>Within each table</source>
        <translation>仅在各表内</translation>
    </message>
    <message>
        <source>Between tables only</source>
        <translation>仅在表之间</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>查找重复</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Add tables…</source>
        <translation>添加表格…</translation>
    </message>
    <message>
        <source>Tick a table.</source>
        <translation>请勾选一个表格。</translation>
    </message>
    <message>
        <source>These tables have no column in common.</source>
        <translation>这些表格没有共同的列。</translation>
    </message>
    <message>
        <source>Tick the columns that tell one row from another.</source>
        <translation>请勾选能区分各行的列。</translation>
    </message>
</context>
<context>
    <name>DuplicatesWorkspace</name>
    <message>
        <source>Pairs</source>
        <translation>行对</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重复</translation>
    </message>
    <message numerus="yes">
        <source>%n table(s) added to Duplicates</source>
        <translation>
            <numerusform>已将 %n 个表格加入“重复”</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing more to review here.</source>
        <translation>这里没有更多需要审阅的内容。</translation>
    </message>
    <message>
        <source>Which review states</source>
        <translation>审阅状态</translation>
    </message>
    <message>
        <source>All pairs</source>
        <translation>全部行对</translation>
    </message>
    <message>
        <source>Filter by words in either row</source>
        <translation>按任一行的文字筛选</translation>
    </message>
    <message>
        <source>Drop a spreadsheet here</source>
        <translation>把表格拖到这里</translation>
    </message>
    <message>
        <source>Excel, CSV or JSON lines. Tick the columns that identify a row, and ClauseDesk lists the rows that are the same thing written differently. Nothing is deleted.</source>
        <translation>支持 Excel、CSV 和 JSON Lines。勾选用来识别一行的列，ClauseDesk 会列出写法不同但其实相同的行。不会删除任何内容。</translation>
    </message>
    <message>
        <source>Add tables…</source>
        <translation>添加表格…</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n 对</numerusform>
        </translation>
    </message>
    <message>
        <source>No duplicates found</source>
        <translation>没有发现重复</translation>
    </message>
    <message>
        <source>Lower the threshold or tick other columns to look again.</source>
        <translation>可以降低相似度下限或勾选其他列，再查一次。</translation>
    </message>
    <message>
        <source>Which rows are the same?</source>
        <translation>哪些行是相同的？</translation>
    </message>
    <message>
        <source>Tick the columns that identify a row above, then press Find duplicates.</source>
        <translation>在上方勾选用来识别一行的列，然后按“查找重复”。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Excel workbook</source>
        <translation>Excel 工作簿</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>contradictions</source>
        <translation>矛盾</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Share of the characters that the extraction has read</source>
        <translation>抽取时读到的字符所占比例</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>In the document: {raw}</source>
        <translation>原文：{raw}</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>Model and rule disagree.</source>
        <translation>模型与规则的结果不一致。</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>In the document</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Stands in the cell</source>
        <translation>当前采用</translation>
    </message>
    <message>
        <source>Less likely</source>
        <translation>可能性较低</translation>
    </message>
    <message>
        <source>{count} fields: {names}</source>
        <translation>{count} 个字段：{names}</translation>
    </message>
    <message>
        <source>1 field: {names}</source>
        <translation>1 个字段：{names}</translation>
    </message>
    <message>
        <source>several</source>
        <translation>多个</translation>
    </message>
    <message>
        <source>one of {count}</source>
        <translation>{count} 选一</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>percentage</source>
        <translation>百分比</translation>
    </message>
    <message>
        <source>duration</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>email</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>identity number</source>
        <translation>身份证号</translation>
    </message>
    <message>
        <source>credit code</source>
        <translation>统一社会信用代码</translation>
    </message>
    <message>
        <source>bank account</source>
        <translation>银行账号</translation>
    </message>
</context>
<context>
    <name>FieldsBox</name>
    <message>
        <source>Party*, Effective date(YYYY-MM-DD), Total price, Governing law …</source>
        <translation>甲方, 乙方, 签订日期(YYYY-MM-DD), 合同金额(元) …</translation>
    </message>
    <message>
        <source>Fields to look for</source>
        <translation>要查找的字段</translation>
    </message>
</context>
<context>
    <name>FieldsSetup</name>
    <message>
        <source>Extract</source>
        <translation>抽取</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>From a template…</source>
        <translation>从模板选择…</translation>
    </message>
</context>
<context>
    <name>FieldsWorkspace</name>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Name the fields first, or pick a template.</source>
        <translation>请先输入字段名称，或选择一个模板。</translation>
    </message>
    <message>
        <source>Choose a cell of this document first.</source>
        <translation>请先选择这份文档的一个单元格。</translation>
    </message>
    <message>
        <source>Go to Documents</source>
        <translation>转到文档</translation>
    </message>
    <message>
        <source>Filter by name or value</source>
        <translation>按名称或值筛选</translation>
    </message>
    <message>
        <source>Which rows</source>
        <translation>显示哪些行</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>全部行</translation>
    </message>
    <message>
        <source>With values to review</source>
        <translation>有待审阅的值</translation>
    </message>
    <message>
        <source>Where model and rule disagree</source>
        <translation>模型与规则不一致</translation>
    </message>
    <message>
        <source>Remove the column “{name}”</source>
        <translation>移除列“{name}”</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n 份文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Which facts do you need?</source>
        <translation>您需要哪些信息？</translation>
    </message>
    <message>
        <source>Type the names of the fields above, or pick a template, and press Extract. Each document becomes a row, each field a column.</source>
        <translation>在上方输入字段名称或选择模板，然后按“抽取”。每份文档一行，每个字段一列。</translation>
    </message>
    <message>
        <source>No documents yet</source>
        <translation>还没有文档</translation>
    </message>
    <message>
        <source>Add contracts first; then name the fields you want out of them.</source>
        <translation>请先添加合同，再输入想要的字段。</translation>
    </message>
    <message>
        <source>Nothing more to review here.</source>
        <translation>这里没有更多需要审阅的内容。</translation>
    </message>
</context>
<context>
    <name>JobCard</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>+{count} waiting</source>
        <translation>另有 {count} 项等待</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>{rate}/s</source>
        <translation>{rate}/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} 项失败</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Done, some failed</source>
        <translation>已完成，部分失败</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>{name} · saved automatically</source>
        <translation>{name} · 自动保存</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>&amp;Document viewer</source>
        <translation>文档查看器(&amp;D)</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>主工具栏</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Page</source>
        <translation>页</translation>
    </message>
</context>
<context>
    <name>PairDetail</name>
    <message>
        <source>Both rows</source>
        <translation>两行对照</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>No pair chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>{share} alike</source>
        <translation>相似度 {share}</translation>
    </message>
    <message>
        <source>group {number}</source>
        <translation>第 {number} 组</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>相似度</translation>
    </message>
</context>
<context>
    <name>PasteDialog</name>
    <message>
        <source>Paste text</source>
        <translation>粘贴文本</translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文本</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Paste the words of a contract here</source>
        <translation>在这里粘贴合同内容</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Device and threads hold from the next start, reading for files added from now on.</source>
        <translation>设备和线程数在下次启动时生效，读取方式对之后添加的文件生效。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Tracked changes in Word files</source>
        <translation>Word 文件中的修订</translation>
    </message>
    <message>
        <source>Read as accepted</source>
        <translation>按接受修订后读取</translation>
    </message>
    <message>
        <source>Read the original</source>
        <translation>按原文读取</translation>
    </message>
    <message>
        <source>Read both</source>
        <translation>两者都读取</translation>
    </message>
    <message>
        <source>Recognise the text of scanned pages</source>
        <translation>识别扫描页上的文字</translation>
    </message>
    <message>
        <source>Go on with an unnamed project at the next start</source>
        <translation>下次启动时继续未命名的项目</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation>自动选择最快的</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA 显卡</translation>
    </message>
    <message>
        <source>Apple graphics</source>
        <translation>Apple 图形处理器</translation>
    </message>
    <message>
        <source>Models run on</source>
        <translation>模型运行于</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程数</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Accept {what}</source>
        <translation>接受 {what}</translation>
    </message>
    <message>
        <source>Reject {what}</source>
        <translation>拒绝 {what}</translation>
    </message>
    <message>
        <source>Reset {what}</source>
        <translation>重置 {what}</translation>
    </message>
    <message>
        <source>Edit {what}</source>
        <translation>编辑 {what}</translation>
    </message>
    <message>
        <source>Pick “{value}” for {what}</source>
        <translation>为 {what} 选用“{value}”</translation>
    </message>
    <message>
        <source>Accept pair {what}</source>
        <translation>确认相同：{what}</translation>
    </message>
    <message>
        <source>Reject pair {what}</source>
        <translation>确认不同：{what}</translation>
    </message>
    <message>
        <source>Reset pair {what}</source>
        <translation>重置：{what}</translation>
    </message>
    <message>
        <source>row {left} and row {right}</source>
        <translation>第 {left} 行与第 {right} 行</translation>
    </message>
    <message>
        <source>Accept verdict {what}</source>
        <translation>接受判定 {what}</translation>
    </message>
    <message>
        <source>Dismiss verdict {what}</source>
        <translation>驳回判定 {what}</translation>
    </message>
    <message>
        <source>Reset verdict {what}</source>
        <translation>重置判定 {what}</translation>
    </message>
    <message>
        <source>Remove {what}</source>
        <translation>移除 {what}</translation>
    </message>
    <message>
        <source>{first} and {count} more</source>
        <translation>{first} 等 {count} 项</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>待审阅</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人工</translation>
    </message>
</context>
<context>
    <name>ScopeBox</name>
    <message>
        <source>Which documents</source>
        <translation>文档范围</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>全部文档</translation>
    </message>
    <message>
        <source>Selected documents ({count})</source>
        <translation>选中的文档（{count}）</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>Document text</source>
        <translation>文档正文</translation>
    </message>
</context>
<context>
    <name>Values</name>
    <message>
        <source>{n} year</source>
        <translation>{n} 年</translation>
    </message>
    <message>
        <source>{n} years</source>
        <translation>{n} 年</translation>
    </message>
    <message>
        <source>{n} month</source>
        <translation>{n} 个月</translation>
    </message>
    <message>
        <source>{n} months</source>
        <translation>{n} 个月</translation>
    </message>
    <message>
        <source>{n} week</source>
        <translation>{n} 周</translation>
    </message>
    <message>
        <source>{n} weeks</source>
        <translation>{n} 周</translation>
    </message>
    <message>
        <source>{n} day</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>{n} hour</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} hours</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} minute</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} minutes</source>
        <translation>{n} 分钟</translation>
    </message>
</context>
<context>
    <name>VerdictDetail</name>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>驳回</translation>
    </message>
    <message>
        <source>No pair chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Show in document</source>
        <translation>在文档中查看</translation>
    </message>
</context>
<context>
    <name>Verdicts</name>
    <message>
        <source>Contradiction</source>
        <translation>矛盾</translation>
    </message>
    <message>
        <source>Same or implied</source>
        <translation>一致或蕴含</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>无关</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Party</source>
        <translation>当事人</translation>
    </message>
    <message>
        <source>May, must, must not</source>
        <translation>可以、应当、不得</translation>
    </message>
    <message>
        <source>Negation</source>
        <translation>否定</translation>
    </message>
    <message>
        <source>Notice period</source>
        <translation>通知期限</translation>
    </message>
    <message>
        <source>Payment term</source>
        <translation>付款期限</translation>
    </message>
    <message>
        <source>Exclusivity</source>
        <translation>排他性</translation>
    </message>
    <message>
        <source>Defined term</source>
        <translation>定义术语</translation>
    </message>
    <message>
        <source>Governing law</source>
        <translation>适用法律</translation>
    </message>
    <message>
        <source>Court or arbitration</source>
        <translation>法院或仲裁</translation>
    </message>
    <message>
        <source>Order of precedence</source>
        <translation>优先顺序</translation>
    </message>
    <message>
        <source>Words and figures differ</source>
        <translation>大小写不符</translation>
    </message>
    <message>
        <source>Reference to a missing clause</source>
        <translation>引用条款不存在</translation>
    </message>
    <message>
        <source>Meaning of the clauses</source>
        <translation>条款含义</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Clash</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Clause</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Says</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>对照条款</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Show the page as it looks</source>
        <translation>按页面原样显示</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Use selection as value</source>
        <translation>将选中文字作为值</translation>
    </message>
    <message>
        <source>Put the selected words into the current field</source>
        <translation>将选中的文字填入当前字段</translation>
    </message>
    <message>
        <source>No document open</source>
        <translation>没有打开的文档</translation>
    </message>
    <message>
        <source>Choose a document, a value or a clause, and its words are shown here.</source>
        <translation>选择一份文档、一个值或一个条款，这里会显示原文。</translation>
    </message>
    <message>
        <source>Find in the document ({keys})</source>
        <translation>在文档中查找 ({keys})</translation>
    </message>
    <message>
        <source>Find in the document</source>
        <translation>在文档中查找</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
</context>
</TS>
