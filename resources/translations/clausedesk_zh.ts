<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About ClauseDesk</source>
        <translation>关于 ClauseDesk</translation>
    </message>
    <message>
        <source>Fields out of contracts, duplicate rows, contradicting clauses. Nothing leaves this computer unless you switch it on.
Apache License 2.0</source>
        <translation>合同字段抽取、表格查重、条款矛盾检查。除非您开启，任何内容都不会离开这台电脑。
Apache License 2.0</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Does</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>The file of licences is missing.</source>
        <translation>缺少许可文件。</translation>
    </message>
</context>
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
        <source>Read an edited &amp;workbook back…</source>
        <translation>读回编辑过的工作簿(&amp;W)…</translation>
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
        <source>&amp;Learn from corrections…</source>
        <translation>从修正中学习(&amp;L)…</translation>
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
        <source>One step back in this &amp;cell</source>
        <translation>在此单元格中后退一步(&amp;C)</translation>
    </message>
    <message>
        <source>One step &amp;forward in this cell</source>
        <translation>在此单元格中前进一步(&amp;F)</translation>
    </message>
    <message>
        <source>Apply to e&amp;very occurrence…</source>
        <translation>应用到每一处(&amp;V)…</translation>
    </message>
    <message>
        <source>Go to the &amp;document and back</source>
        <translation>转到文档或返回(&amp;D)</translation>
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
        <source>&amp;Keyboard shortcuts…</source>
        <translation>键盘快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;Try the samples</source>
        <translation>试用示例(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>使用手册(&amp;G)</translation>
    </message>
    <message>
        <source>What is this &amp;score?</source>
        <translation>分数是什么意思(&amp;S)</translation>
    </message>
    <message>
        <source>What is &amp;new</source>
        <translation>新增内容(&amp;N)</translation>
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
        <source>Nothing has run yet. Whatever is read, extracted, searched or checked is listed here, with how long it took and what it found.</source>
        <translation>还没有运行过任何任务。读取、抽取、查重或检查的每次运行都会列在这里，包括用时和结果。</translation>
    </message>
    <message>
        <source>Nothing has failed.</source>
        <translation>没有失败的项目。</translation>
    </message>
    <message>
        <source>Figures can be read on this computer at {url}</source>
        <translation>可在本机读取运行指标：{url}</translation>
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
        <source>One change holds when ClauseDesk is next started.</source>
        <translation>有一项更改将在下次启动 ClauseDesk 时生效。</translation>
    </message>
    <message>
        <source>The window changes when the run is over.</source>
        <translation>当前运行结束后窗口即会更新。</translation>
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
    <name>Candidates</name>
    <message>
        <source>Candidates</source>
        <translation>候选值</translation>
    </message>
    <message>
        <source>Choose a value in the table to see where it comes from.</source>
        <translation>在表格中选择一个值，即可查看其出处。</translation>
    </message>
    <message>
        <source>No candidate was found. Press F2 to type the value, or select its words in the document.</source>
        <translation>未找到候选值。按 F2 输入，或在文档中选中相应文字。</translation>
    </message>
</context>
<context>
    <name>CellHead</name>
    <message>
        <source>No value chosen</source>
        <translation>未选择任何值</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>in the document: “{raw}”</source>
        <translation>文档原文：“{raw}”</translation>
    </message>
    <message>
        <source>page {page}</source>
        <translation>第 {page} 页</translation>
    </message>
    <message>
        <source>a later run found: {offer}</source>
        <translation>之后的运行找到：{offer}</translation>
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
        <translation>下一个存疑值</translation>
    </message>
    <message>
        <source>Apply to every occurrence</source>
        <translation>应用到每一处</translation>
    </message>
    <message>
        <source>What was decided on this cell</source>
        <translation>此单元格的审阅记录</translation>
    </message>
</context>
<context>
    <name>CellReviewing</name>
    <message>
        <source>This is the newest decision on this cell.</source>
        <translation>这已是此单元格最新的决定。</translation>
    </message>
    <message>
        <source>Nothing was decided on this cell before.</source>
        <translation>此前未对此单元格作过决定。</translation>
    </message>
    <message>
        <source>Choose a cell of this document first.</source>
        <translation>请先选择此文档的一个单元格。</translation>
    </message>
    <message>
        <source>Nothing more to review here.</source>
        <translation>这里没有更多需要审阅的内容。</translation>
    </message>
</context>
<context>
    <name>ChangeDetail</name>
    <message>
        <source>Previous</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take decision back</source>
        <translation>撤回决定</translation>
    </message>
    <message>
        <source>Comment…</source>
        <translation>批注…</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>已审阅</translation>
    </message>
    <message>
        <source>Object…</source>
        <translation>提出异议…</translation>
    </message>
    <message>
        <source>No change chosen</source>
        <translation>未选择修改</translation>
    </message>
    <message>
        <source>{share} alike</source>
        <translation>相似度 {share}</translation>
    </message>
    <message>
        <source>Comment: {comment}</source>
        <translation>批注：{comment}</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>Dismissed</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>Clauses against clauses</source>
        <translation>条款对照条款</translation>
    </message>
    <message>
        <source>Documents against statements</source>
        <translation>文档对照要求</translation>
    </message>
    <message>
        <source>Arrow keys go from finding to finding; + and − zoom; Enter opens the pair.</source>
        <translation>方向键在各项发现之间移动；+ 和 − 缩放；回车打开该对条款。</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>这里没有内容</translation>
    </message>
    <message>
        <source>No pair of clauses meets the filter.</source>
        <translation>没有符合筛选条件的条款对。</translation>
    </message>
</context>
<context>
    <name>Chooser</name>
    <message>
        <source>Before</source>
        <translation>修改前</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>修改后</translation>
    </message>
    <message>
        <source>Swap the two</source>
        <translation>互换两份文档</translation>
    </message>
    <message>
        <source>Its tracked changes</source>
        <translation>该文档自身的修订</translation>
    </message>
</context>
<context>
    <name>ClustersTab</name>
    <message>
        <source>Clusters</source>
        <translation>重复组</translation>
    </message>
    <message>
        <source>Select the rows that are something else than the others.</source>
        <translation>请选中与其他行不是同一事物的行。</translation>
    </message>
    <message>
        <source>Select two or more clusters in the list above.</source>
        <translation>请在上面的列表中选中两个或更多重复组。</translation>
    </message>
    <message>
        <source>Select the one row that is to stay.</source>
        <translation>请选中要保留的那一行。</translation>
    </message>
    <message>
        <source>Select rows of the cluster first.</source>
        <translation>请先选中该组中的行。</translation>
    </message>
    <message>
        <source>Filter by words in any row</source>
        <translation>按任一行中的文字筛选</translation>
    </message>
    <message>
        <source>Bring excluded back</source>
        <translation>恢复移出的行</translation>
    </message>
    <message>
        <source>Merge clusters</source>
        <translation>合并重复组</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>此处没有内容</translation>
    </message>
    <message>
        <source>No cluster is listed.</source>
        <translation>没有列出任何重复组。</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>The selected rows belong to no cluster, whatever a search finds</source>
        <translation>选中的行不属于任何组，无论查找结果如何</translation>
    </message>
    <message>
        <source>Split off</source>
        <translation>拆出</translation>
    </message>
    <message>
        <source>The selected rows are something else than the others</source>
        <translation>选中的行与其他行不是同一事物</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>The selected row stays in the clean sheet, whichever would otherwise</source>
        <translation>选中的行保留在整洁表中，无论原本保留哪一行</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>As if nobody had decided anything about this cluster</source>
        <translation>如同没有人对该组作过决定</translation>
    </message>
    <message>
        <source>Merged row…</source>
        <translation>合并后的行…</translation>
    </message>
    <message>
        <source>Which value each cell of the merged row takes</source>
        <translation>合并后的行中每个单元格取哪个值</translation>
    </message>
    <message numerus="yes">
        <source>Bring %n excluded row(s) back</source>
        <translation>
            <numerusform>恢复移出的 %n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cluster(s)</source>
        <translation>
            <numerusform>%n 个重复组</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the rows…</source>
        <translation>正在读取各行…</translation>
    </message>
    <message>
        <source>merged row shown for the first {count}</source>
        <translation>合并行按前 {count} 行显示</translation>
    </message>
    <message numerus="yes">
        <source>Cluster {number} · %n row(s)</source>
        <translation>
            <numerusform>第 {number} 组 · %n 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ColumnChooser</name>
    <message>
        <source>Columns that identify a row</source>
        <translation>用于识别一行的列</translation>
    </message>
    <message>
        <source>What {column} holds</source>
        <translation>“{column}”的内容类型</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>自动判断</translation>
    </message>
    <message>
        <source>{kind} (found)</source>
        <translation>{kind}（自动）</translation>
    </message>
</context>
<context>
    <name>ColumnMenu</name>
    <message>
        <source>Threshold and order of this column…</source>
        <translation>此列的阈值与排序…</translation>
    </message>
    <message>
        <source>Reading the candidates of “{name}”…</source>
        <translation>正在读取“{name}”的候选值…</translation>
    </message>
    <message>
        <source>Threshold…</source>
        <translation>阈值…</translation>
    </message>
    <message>
        <source>Least certain first</source>
        <translation>最不确定的在前</translation>
    </message>
    <message>
        <source>Remove the column “{name}”</source>
        <translation>移除“{name}”列</translation>
    </message>
    <message>
        <source>This column has no candidates.</source>
        <translation>此列没有候选值。</translation>
    </message>
    <message>
        <source>Threshold of “{field}”</source>
        <translation>“{field}”的阈值</translation>
    </message>
</context>
<context>
    <name>CommentBox</name>
    <message>
        <source>Comment</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Ctrl+Enter keeps it.</source>
        <translation>按 Ctrl+回车 保存。</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修改前</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>修改后</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>未变</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Renumbered</source>
        <translation>重新编号</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Same meaning</source>
        <translation>含义相同</translation>
    </message>
    <message>
        <source>Stricter</source>
        <translation>更严格</translation>
    </message>
    <message>
        <source>Looser</source>
        <translation>更宽松</translation>
    </message>
    <message>
        <source>Contradicts</source>
        <translation>相矛盾</translation>
    </message>
    <message>
        <source>Unclear</source>
        <translation>不明确</translation>
    </message>
    <message>
        <source>{meaning} for {party}</source>
        <translation>对{party}{meaning}</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>已审阅</translation>
    </message>
    <message>
        <source>Objected</source>
        <translation>有异议</translation>
    </message>
</context>
<context>
    <name>CompareWorkspace</name>
    <message>
        <source>Changes</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Choose two different documents.</source>
        <translation>请选择两份不同的文档。</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>提出异议</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>This is the last change.</source>
        <translation>这是最后一处修改。</translation>
    </message>
    <message>
        <source>This is the first.</source>
        <translation>这是第一处修改。</translation>
    </message>
    <message>
        <source>Nothing more to review here.</source>
        <translation>这里没有待审阅的内容了。</translation>
    </message>
    <message>
        <source>Comparisons made</source>
        <translation>已作的比较</translation>
    </message>
    <message>
        <source>Filter by words</source>
        <translation>按文字筛选</translation>
    </message>
    <message>
        <source>Go to Documents</source>
        <translation>前往“文档”</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>这里没有内容</translation>
    </message>
    <message>
        <source>No change meets the filter.</source>
        <translation>没有符合筛选条件的修改。</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>下一处修改</translation>
    </message>
    <message>
        <source>Change before</source>
        <translation>上一处修改</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n 处修改</numerusform>
        </translation>
    </message>
    <message>
        <source>What changed?</source>
        <translation>改了什么？</translation>
    </message>
    <message>
        <source>Choose two documents, or one Word file with tracked changes, and press Compare. ClauseDesk pairs their clauses and says what each change means.</source>
        <translation>请选择两份文档，或一份带修订的 Word 文件，然后按“比较”。ClauseDesk 会逐条对应两边的条款，并说明每处修改意味着什么。</translation>
    </message>
    <message>
        <source>No documents yet</source>
        <translation>还没有文档</translation>
    </message>
    <message>
        <source>Add two versions first; then compare them.</source>
        <translation>请先添加两个版本，再进行比较。</translation>
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
        <source>Add or choose at least two documents.</source>
        <translation>请添加或选择至少两份文档。</translation>
    </message>
    <message>
        <source>Choose a playbook.</source>
        <translation>请选择一份审查要点。</translation>
    </message>
    <message>
        <source>Nothing more to review here.</source>
        <translation>这里没有更多需要审阅的内容。</translation>
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
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
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
    <message>
        <source>Learn from corrections</source>
        <translation>从修正中学习</translation>
    </message>
    <message>
        <source>Compare documents</source>
        <translation>比较文档</translation>
    </message>
    <message>
        <source>Score pairs of texts</source>
        <translation>为文本对打分</translation>
    </message>
</context>
<context>
    <name>CrashPage</name>
    <message>
        <source>The last time</source>
        <translation>上次运行</translation>
    </message>
    <message>
        <source>What was finished is in the project; “Do the rest” goes on with a run that broke off. The report below says where in the program it happened. It holds no text of a document, no file name and no key. Nothing is sent: save it to a file if you want to hand it to whoever helps you.</source>
        <translation>已完成的内容都在项目中；“继续做完”可接着做中断的运行。下面的报告指出在程序的什么地方出了问题，不含文档内容、文件名和密钥。不会发送任何内容：如需交给帮助您的人，请保存到文件。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Saved to {path}</source>
        <translation>已保存到 {path}</translation>
    </message>
    <message>
        <source>Last time something happened in ClauseDesk that nobody foresaw.</source>
        <translation>上次运行时，ClauseDesk 中发生了意料之外的问题。</translation>
    </message>
    <message>
        <source>ClauseDesk broke off last time ({reason}).</source>
        <translation>ClauseDesk 上次意外退出（{reason}）。</translation>
    </message>
    <message>
        <source>ClauseDesk broke off last time.</source>
        <translation>ClauseDesk 上次意外退出。</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
</context>
<context>
    <name>Deciding</name>
    <message numerus="yes">
        <source>Take %n row(s) out of the cluster</source>
        <translation>
            <numerusform>把 %n 行移出该组</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Split %n row(s) off the cluster</source>
        <translation>
            <numerusform>从该组拆出 %n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Merge %n cluster(s)</source>
        <translation>
            <numerusform>合并 %n 个重复组</numerusform>
        </translation>
    </message>
    <message>
        <source>Pin the row that stays</source>
        <translation>固定保留行</translation>
    </message>
    <message numerus="yes">
        <source>Take decisions on %n row(s) back</source>
        <translation>
            <numerusform>撤回对 %n 行的决定</numerusform>
        </translation>
    </message>
    <message>
        <source>Rules for the merged row</source>
        <translation>合并行的取值规则</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>That program hands over no file. Save it in a folder first, then drop it from there.</source>
        <translation>那个程序没有提供文件。请先把它保存到文件夹中，再从那里拖过来。</translation>
    </message>
    <message>
        <source>These are samples. Each page has its questions filled in: press Ctrl+R.</source>
        <translation>这些是示例。各页面的内容已填好，按 Ctrl+R 即可开始。</translation>
    </message>
    <message>
        <source>Support file (*.zip)</source>
        <translation>支持文件 (*.zip)</translation>
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
</context>
<context>
    <name>Dismiss</name>
    <message>
        <source>Different situations: both can hold</source>
        <translation>情形不同，两者可以并存</translation>
    </message>
    <message>
        <source>Another clause says which one prevails</source>
        <translation>另有条款规定以何者为准</translation>
    </message>
    <message>
        <source>Both say the same in other words</source>
        <translation>措辞不同，意思相同</translation>
    </message>
    <message>
        <source>Intended exception</source>
        <translation>有意设定的例外</translation>
    </message>
    <message>
        <source>Not about the same parties or things</source>
        <translation>所涉当事人或事项不同</translation>
    </message>
    <message>
        <source>Text was read wrongly</source>
        <translation>文字识别有误</translation>
    </message>
</context>
<context>
    <name>DismissBox</name>
    <message>
        <source>Dismiss</source>
        <translation>排除</translation>
    </message>
    <message numerus="yes">
        <source>Why is this no contradiction? (%n pair(s))</source>
        <translation>
            <numerusform>为什么这不是矛盾？（%n 对）</numerusform>
        </translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>其他理由</translation>
    </message>
    <message>
        <source>In your own words</source>
        <translation>自行说明</translation>
    </message>
    <message>
        <source>In your own words (optional)</source>
        <translation>自行说明（可不填）</translation>
    </message>
    <message>
        <source>The reason is kept, exported, and holds for the next version of the document.</source>
        <translation>理由会保存并随结果导出，对该文档的下一版本同样有效。</translation>
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
    <name>DoubtfulProgress</name>
    <message>
        <source>Doubtful pairs answered</source>
        <translation>已回答的存疑对</translation>
    </message>
    <message>
        <source>List them</source>
        <translation>列出</translation>
    </message>
    <message>
        <source>Only the doubtful pairs that nobody has answered</source>
        <translation>只列出还没有人回答的存疑对</translation>
    </message>
    <message>
        <source>{answered} of {count} doubtful pairs answered</source>
        <translation>存疑的 {count} 对中已回答 {answered} 对</translation>
    </message>
    <message>
        <source>All {count} doubtful pairs answered</source>
        <translation>{count} 对存疑的已全部回答</translation>
    </message>
    <message>
        <source>No pair is doubtful</source>
        <translation>没有存疑的对</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Drop contracts here</source>
        <translation>将合同拖放到这里</translation>
    </message>
    <message>
        <source>Word, PDF, text and web pages, one or thousands, or whole folders. They are read on this computer and go nowhere else.</source>
        <translation>支持 Word、PDF、文本和网页，一份、数千份或整个文件夹均可。文件只在本机读取，不会发往任何地方。</translation>
    </message>
</context>
<context>
    <name>Duplicates</name>
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
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>重复组</translation>
    </message>
    <message>
        <source>In doubt</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>Changed by a person</source>
        <translation>经人工更改</translation>
    </message>
    <message>
        <source>Three rows and more</source>
        <translation>三行及以上</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Row that stays</source>
        <translation>保留行</translation>
    </message>
    <message>
        <source>Weakest pair</source>
        <translation>最弱的一对</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状况</translation>
    </message>
    <message>
        <source>Held by a weak pair</source>
        <translation>仅由较弱的一对连接</translation>
    </message>
    <message>
        <source>&amp;Same</source>
        <translation>相同(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Different</source>
        <translation>不同(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Unsure</source>
        <translation>不确定(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Previous pair</source>
        <translation>上一对(&amp;P)</translation>
    </message>
    <message>
        <source>S&amp;kip</source>
        <translation>跳过(&amp;K)</translation>
    </message>
    <message>
        <source>Rows of the cluster</source>
        <translation>组内各行</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>重复行</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Stays (pinned)</source>
        <translation>保留（已固定）</translation>
    </message>
    <message>
        <source>Clean sheet</source>
        <translation>整洁表</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>As in the row that stays</source>
        <translation>与保留行相同</translation>
    </message>
    <message>
        <source>The longest</source>
        <translation>最长的值</translation>
    </message>
    <message>
        <source>The newest, by a date column</source>
        <translation>按日期列取最新的值</translation>
    </message>
    <message>
        <source>From the fullest row</source>
        <translation>取自最完整的行</translation>
    </message>
    <message>
        <source>The most frequent</source>
        <translation>最常见的值</translation>
    </message>
    <message>
        <source>From a preferred table</source>
        <translation>取自首选表格</translation>
    </message>
    <message>
        <source>From the first row</source>
        <translation>取自第一行</translation>
    </message>
    <message>
        <source>Rule for {name}</source>
        <translation>“{name}”的规则</translation>
    </message>
    <message>
        <source>Date column for {name}</source>
        <translation>“{name}”的日期列</translation>
    </message>
    <message>
        <source>Preferred table for {name}</source>
        <translation>“{name}”的首选表格</translation>
    </message>
    <message>
        <source>Asked beforehand</source>
        <translation>预先要求</translation>
    </message>
    <message>
        <source>The rest of the row</source>
        <translation>行内其余内容</translation>
    </message>
    <message>
        <source>A better partner</source>
        <translation>有更好的配对</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>待审阅</translation>
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
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>Below</source>
        <translation>以下</translation>
    </message>
    <message>
        <source>Person&apos;s name</source>
        <translation>人名</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>公司</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Number or code</source>
        <translation>编号或代码</translation>
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
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Free text</source>
        <translation>自由文本</translation>
    </message>
    <message>
        <source>A similar row stands outside it</source>
        <translation>组外有相似的行</translation>
    </message>
    <message>
        <source>Most of its pairs are not alike</source>
        <translation>组内多数对并不相似</translation>
    </message>
    <message>
        <source>Too large to compare all its rows</source>
        <translation>过大，未能逐行比较</translation>
    </message>
    <message>
        <source>Row {number}</source>
        <translation>第 {number} 行</translation>
    </message>
    <message>
        <source>{file}, row {number}</source>
        <translation>{file} 第 {number} 行</translation>
    </message>
    <message>
        <source>{file}, rows {left} and {right}</source>
        <translation>{file} 第 {left} 行与第 {right} 行</translation>
    </message>
    <message>
        <source>{value} ({low}–{high})</source>
        <translation>{value}（{low}–{high}）</translation>
    </message>
    <message>
        <source>{rows} rows: about {pairs} pairs to compare, about {time}.</source>
        <translation>{rows} 行：约需比较 {pairs} 对，约 {time}。</translation>
    </message>
    <message>
        <source>{rows} rows: {pairs} pairs to compare, about {time}.</source>
        <translation>{rows} 行：需比较 {pairs} 对，约 {time}。</translation>
    </message>
    <message>
        <source>{count} rows repeat an earlier one exactly.</source>
        <translation>{count} 行与前面的行完全相同。</translation>
    </message>
    <message>
        <source>It takes about {size} GB of memory.</source>
        <translation>约需 {size} GB 内存。</translation>
    </message>
    <message>
        <source>{answers} answers · joined rightly: {precision} · found: {recall}</source>
        <translation>{answers} 个回答 · 合并正确：{precision} · 已找到：{recall}</translation>
    </message>
    <message>
        <source>asked because it could be either</source>
        <translation>询问原因：两种可能都有</translation>
    </message>
    <message>
        <source>asked because it is unlike those you answered</source>
        <translation>询问原因：与您回答过的都不相像</translation>
    </message>
    <message>
        <source>asked to check a sure match</source>
        <translation>用于核对确定相同的对</translation>
    </message>
    <message>
        <source>asked to check a sure difference</source>
        <translation>用于核对确定不同的对</translation>
    </message>
    <message>
        <source>Changed since the search: {names}. The rows below are as they were; Find duplicates reads them anew.</source>
        <translation>查找之后有改动：{names}。下面的行仍是当时的内容；按“查找重复”可重新读取。</translation>
    </message>
    <message>
        <source>Not where it was: {names}. Its rows stay in this project; a new search needs the file.</source>
        <translation>已不在原处：{names}。其中的行仍保留在本项目中；重新查找需要该文件。</translation>
    </message>
</context>
<context>
    <name>DuplicatesSetup</name>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>查找重复</translation>
    </message>
    <message>
        <source>Match columns…</source>
        <translation>对应列…</translation>
    </message>
    <message>
        <source>Say which column of one table is which of another, where their names differ</source>
        <translation>列名不同时，指明一个表格的哪一列对应另一个表格的哪一列</translation>
    </message>
    <message>
        <source>Tables and columns</source>
        <translation>表格与列</translation>
    </message>
    <message>
        <source>Columns that identify a row</source>
        <translation>用于识别一行的列</translation>
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
        <source>Synonyms…</source>
        <translation>同义词…</translation>
    </message>
    <message>
        <source>Words and abbreviations that mean the same</source>
        <translation>含义相同的词和缩写</translation>
    </message>
    <message>
        <source>Tick a table.</source>
        <translation>请勾选一个表格。</translation>
    </message>
    <message>
        <source>Tick the columns that tell one row from another.</source>
        <translation>请勾选能区分各行的列。</translation>
    </message>
</context>
<context>
    <name>DuplicatesWorkspace</name>
    <message>
        <source>Duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Scores and clusters are being made anew; export when that is done.</source>
        <translation>正在重新计算分数和分组；完成后再导出。</translation>
    </message>
    <message>
        <source>Scores and clusters are up to date.</source>
        <translation>分数和分组已是最新。</translation>
    </message>
</context>
<context>
    <name>Endings</name>
    <message>
        <source>“{title}” did not come to its end. What was finished is here.</source>
        <translation>“{title}”上次没有做完。已完成的部分都在。</translation>
    </message>
    <message>
        <source>Do the rest</source>
        <translation>继续做完</translation>
    </message>
    <message>
        <source>{title}: {failed} could not be done; Activity says why.</source>
        <translation>{title}：{failed} 项未能完成，原因见“活动”。</translation>
    </message>
    <message>
        <source>Open them</source>
        <translation>打开这些文件</translation>
    </message>
</context>
<context>
    <name>EverywhereDialog</name>
    <message>
        <source>Apply to every occurrence</source>
        <translation>应用到每一处</translation>
    </message>
    <message>
        <source>In the column “{field}”: {count} cells</source>
        <translation>“{field}”列：{count} 个单元格</translation>
    </message>
    <message>
        <source>In all columns: {count} cells</source>
        <translation>所有列：{count} 个单元格</translation>
    </message>
    <message>
        <source>Where nothing was found and the text says it: {count} cells</source>
        <translation>未找到但原文中有的：{count} 个单元格</translation>
    </message>
    <message>
        <source>Cells that change</source>
        <translation>将更改的单元格</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Cells that somebody has judged stay as they are.</source>
        <translation>已审阅的单元格保持不变。</translation>
    </message>
    <message>
        <source>“{found}” was found in other cells, too. Write “{value}” there?</source>
        <translation>其他单元格中也找到了“{found}”。是否改写为“{value}”？</translation>
    </message>
    <message>
        <source>“{found}” stands in other documents, too. Write “{value}” there?</source>
        <translation>其他文档中也有“{found}”。要在那里填入“{value}”吗？</translation>
    </message>
    <message>
        <source>“{found}” was found in other cells, too. Reject it there?</source>
        <translation>其他单元格中也找到了“{found}”。是否一并拒绝？</translation>
    </message>
    <message>
        <source>“{found}” was found in other cells, too. Accept it there?</source>
        <translation>其他单元格中也找到了“{found}”。是否一并接受？</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>以及另外 {count} 个</translation>
    </message>
    <message>
        <source>Apply to {count}</source>
        <translation>应用到 {count} 个</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>Read an edited workbook back</source>
        <translation>读回编辑过的工作簿</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>正在读取 {name}…</translation>
    </message>
    <message>
        <source>{name} says what stands here already.</source>
        <translation>{name} 与此处内容一致，无需更改。</translation>
    </message>
    <message>
        <source>Take over {count} changes of {name}</source>
        <translation>采用 {name} 中的 {count} 处更改</translation>
    </message>
    <message>
        <source>All documents ({count})</source>
        <translation>全部文档（{count}）</translation>
    </message>
    <message>
        <source>Those shown now ({count})</source>
        <translation>当前显示的文档（{count}）</translation>
    </message>
    <message>
        <source>Those selected ({count})</source>
        <translation>选中的文档（{count}）</translation>
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
        <source>Word file with tracked changes</source>
        <translation>带修订的 Word 文件</translation>
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
    <message>
        <source>changes</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>scored pairs</source>
        <translation>已打分的文本对</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export values</source>
        <translation>导出值</translation>
    </message>
    <message>
        <source>Which documents</source>
        <translation>哪些文档</translation>
    </message>
    <message>
        <source>Export duplicates</source>
        <translation>导出重复行</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>{rows} rows, {clusters} clusters; the clean sheet keeps {left} rows.</source>
        <translation>{rows} 行，{clusters} 个重复组；整洁表保留 {left} 行。</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Every original sheet with cluster, role, score and decision beside its own columns; a clean sheet in which each cluster keeps one row; the pairs with their reasons; and the settings of the run. Formulas, types and leading zeros stay as they were.</source>
        <translation>每张原始工作表，在原有列旁加上组号、角色、得分和决定；一张整洁表，每组只保留一行；各重复对及其依据；以及运行设置。公式、类型和前导零保持原样。</translation>
    </message>
    <message>
        <source>Every original row with cluster, role, score and decision, for other programs.</source>
        <translation>每一原始行及其组号、角色、得分和决定，供其他程序使用。</translation>
    </message>
    <message>
        <source>Every pair with its score, its reasons and your decision.</source>
        <translation>每一对及其得分、依据和您的决定。</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Copy as a table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Values with their types, evidence with page and sentence, records, doubts, failures and settings, each on a sheet. It can be edited and read back.</source>
        <translation>值保留类型，证据附页码和原句，记录、疑点、失败和运行设置各占一张工作表。编辑后可以读回。</translation>
    </message>
    <message>
        <source>One line a document, for other programs.</source>
        <translation>每份文档一行，供其他程序使用。</translation>
    </message>
    <message>
        <source>Every candidate with its place, one document a line.</source>
        <translation>包含全部候选值及其位置，每份文档一行。</translation>
    </message>
    <message>
        <source>A table for notes and web pages.</source>
        <translation>用于笔记和网页的表格。</translation>
    </message>
    <message>
        <source>fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The table is on the clipboard.</source>
        <translation>表格已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The first {count} documents are on the clipboard. Save a file to have them all.</source>
        <translation>前 {count} 份文档已复制到剪贴板。要包含全部文档，请保存为文件。</translation>
    </message>
    <message>
        <source>Stopped. Nothing was written.</source>
        <translation>已停止，未写入任何内容。</translation>
    </message>
</context>
<context>
    <name>FacetBar</name>
    <message>
        <source>Which rows</source>
        <translation>显示哪些行</translation>
    </message>
    <message>
        <source>In which field</source>
        <translation>在哪个字段</translation>
    </message>
    <message>
        <source>Order of the rows</source>
        <translation>行的顺序</translation>
    </message>
    <message>
        <source>As added</source>
        <translation>按添加顺序</translation>
    </message>
    <message>
        <source>Doubtful first</source>
        <translation>存疑的在前</translation>
    </message>
    <message>
        <source>Filter by name or value</source>
        <translation>按名称或值筛选</translation>
    </message>
    <message>
        <source>Any field</source>
        <translation>任意字段</translation>
    </message>
    <message>
        <source>Values without a place</source>
        <translation>没有位置的值</translation>
    </message>
</context>
<context>
    <name>Facets</name>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
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
        <source>It does not fit what other fields say.</source>
        <translation>与其他字段的内容不符。</translation>
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
        <source>records of {columns}</source>
        <translation>记录：{columns}</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>party</source>
        <translation>当事方</translation>
    </message>
    <message>
        <source>person</source>
        <translation>人名</translation>
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
        <source>address</source>
        <translation>地址</translation>
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
    <message>
        <source>choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>several parts</source>
        <translation>多个部分</translation>
    </message>
    <message>
        <source>records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空</translation>
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
        <source>All rows</source>
        <translation>所有行</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>待审阅</translation>
    </message>
    <message>
        <source>Model and rule disagree</source>
        <translation>模型与规则不一致</translation>
    </message>
    <message>
        <source>Dates out of order</source>
        <translation>日期先后颠倒</translation>
    </message>
    <message>
        <source>Value too great</source>
        <translation>数值过大</translation>
    </message>
    <message>
        <source>The same value twice</source>
        <translation>两处取值相同</translation>
    </message>
    <message>
        <source>Values that should be the same</source>
        <translation>本应相同的值不同</translation>
    </message>
    <message>
        <source>Sum does not add up</source>
        <translation>合计不符</translation>
    </message>
    <message>
        <source>Reckoning does not come out</source>
        <translation>计算结果不符</translation>
    </message>
    <message>
        <source>Term does not fit the dates</source>
        <translation>期限与日期不符</translation>
    </message>
    <message>
        <source>Date of birth does not fit</source>
        <translation>出生日期不符</translation>
    </message>
    <message>
        <source>Sex does not fit</source>
        <translation>性别不符</translation>
    </message>
    <message>
        <source>The model wrote “{text}”, which stands nowhere like this.</source>
        <translation>模型给出“{text}”，但文档中没有这样的文字。</translation>
    </message>
    <message>
        <source>Select its words in the document, or leave it.</source>
        <translation>请在文档中选中相应文字，或保持原样。</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>What is doubtful</source>
        <translation>疑点</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>如何处理</translation>
    </message>
    <message>
        <source>from the name</source>
        <translation>按名称判断</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>已审阅</translation>
    </message>
    <message>
        <source>Share of the values on which a person has decided</source>
        <translation>已由人作出决定的值所占比例</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>有值</translation>
    </message>
    <message>
        <source>Share of the documents in which something was found</source>
        <translation>找到内容的文档所占比例</translation>
    </message>
    <message>
        <source>Disagree</source>
        <translation>不一致</translation>
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
    <name>FieldsDialog</name>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Add field</source>
        <translation>添加字段</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Rows with the same group make a table of their own for each document. Below its threshold a value is not put into its cell.</source>
        <translation>同一组的行在每份文档中单独成表。低于阈值的值不会填入单元格。</translation>
    </message>
</context>
<context>
    <name>FieldsSetup</name>
    <message>
        <source>Edit as a table…</source>
        <translation>以表格编辑…</translation>
    </message>
    <message>
        <source>Names, descriptions, types, choices and thresholds, a row a field</source>
        <translation>名称、说明、类型、选项和阈值，每个字段一行</translation>
    </message>
    <message>
        <source>Extract</source>
        <translation>抽取</translation>
    </message>
</context>
<context>
    <name>FieldsWorkspace</name>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Name the fields first, or pick a template.</source>
        <translation>请先输入字段名称，或选择一个模板。</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n 份文档</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GetDialog</name>
    <message>
        <source>Get a model</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>Suggested models</source>
        <translation>推荐模型</translation>
    </message>
    <message>
        <source>owner/name, or the address of its page</source>
        <translation>所有者/名称，或模型页面的网址</translation>
    </message>
    <message>
        <source>None: the hub itself</source>
        <translation>不使用：直接访问原站</translation>
    </message>
    <message>
        <source>None; “system”, or an address such as http://proxy:8080</source>
        <translation>不使用；填“system”用系统代理，或填地址如 http://proxy:8080</translation>
    </message>
    <message>
        <source>The system’s; or a file of certificates</source>
        <translation>使用系统证书；或指定证书文件</translation>
    </message>
    <message>
        <source>{name} · {task} · {languages} · about {size}</source>
        <translation>{name} · {task} · {languages} · 约 {size}</translation>
    </message>
    <message>
        <source>licence on its page</source>
        <translation>许可证见其页面</translation>
    </message>
    <message>
        <source>Needs about {memory} of memory.</source>
        <translation>约需内存 {memory}。</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>来源(&amp;F)</translation>
    </message>
    <message>
        <source>M&amp;irror</source>
        <translation>镜像(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Proxy</source>
        <translation>代理(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Certificates</source>
        <translation>证书(&amp;C)</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>ClauseDesk will connect to {host} and to where it keeps its files, for this download alone; the log names each connection. Nothing of your documents is sent.</source>
        <translation>ClauseDesk 仅为本次下载连接 {host} 及其存放文件的服务器；每次连接都会记入日志。您的文档内容不会发送出去。</translation>
    </message>
</context>
<context>
    <name>GuideWindow</name>
    <message>
        <source>Guide</source>
        <translation>使用手册</translation>
    </message>
    <message>
        <source>Pages of the guide</source>
        <translation>手册目录</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>在手册中搜索</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Playbook…</source>
        <translation>审查要点…</translation>
    </message>
    <message>
        <source>See and edit the statements of the playbook</source>
        <translation>查看和编辑审查要点中的各项要求</translation>
    </message>
    <message>
        <source>Show as a list</source>
        <translation>以列表显示</translation>
    </message>
    <message>
        <source>Show as a matrix</source>
        <translation>以矩阵显示</translation>
    </message>
</context>
<context>
    <name>HelpDesk</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Unnamed projects</source>
        <translation>未命名项目</translation>
    </message>
</context>
<context>
    <name>HistoryMenu</name>
    <message>
        <source>As the run found it</source>
        <translation>恢复为运行找到的值</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Read an edited workbook back</source>
        <translation>读回编辑过的工作簿</translation>
    </message>
    <message>
        <source>{changes} changed, {conflicts} changed here as well, {same} as they were.</source>
        <translation>{changes} 处已更改，{conflicts} 处在此也有更改，{same} 处未变。</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Was exported</source>
        <translation>导出时</translation>
    </message>
    <message>
        <source>In the workbook</source>
        <translation>工作簿中</translation>
    </message>
    <message>
        <source>Here now</source>
        <translation>此处现在</translation>
    </message>
    <message>
        <source>(emptied)</source>
        <translation>（已清空）</translation>
    </message>
    <message>
        <source>It was changed here, too, since the export.</source>
        <translation>导出之后，此处也作过更改。</translation>
    </message>
    <message>
        <source>Take over {count}</source>
        <translation>采用 {count} 处</translation>
    </message>
</context>
<context>
    <name>InlineDiff</name>
    <message>
        <source>The change in one text</source>
        <translation>合并显示的修改</translation>
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
    <name>Keeping</name>
    <message>
        <source>Make clusters from {share} on</source>
        <translation>从 {share} 起重新分组</translation>
    </message>
</context>
<context>
    <name>KeyRow</name>
    <message>
        <source>Key or token for {name}</source>
        <translation>{name} 的密钥或令牌</translation>
    </message>
    <message>
        <source>Looking in the keychain…</source>
        <translation>正在查看钥匙串…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Forget the key for {name}</source>
        <translation>清除 {name} 的密钥</translation>
    </message>
    <message>
        <source>Sent to {origin} alone. Takes effect at once.</source>
        <translation>只发送给 {origin}。立即生效。</translation>
    </message>
    <message>
        <source>A key is kept; type another to replace it</source>
        <translation>已保存密钥；输入新的即可替换</translation>
    </message>
    <message>
        <source>None is kept</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Will be forgotten with OK</source>
        <translation>按“确定”后清除</translation>
    </message>
</context>
<context>
    <name>KeysForm</name>
    <message>
        <source>This system has no keychain that ClauseDesk can use: what you type here is forgotten when the program ends.</source>
        <translation>本系统没有 ClauseDesk 可用的钥匙串：这里输入的内容在程序结束后不再保留。</translation>
    </message>
</context>
<context>
    <name>Lamp</name>
    <message>
        <source>nothing yet</source>
        <translation>暂无数据</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>near the limit</source>
        <translation>接近上限</translation>
    </message>
    <message>
        <source>beyond the limit</source>
        <translation>超出限值</translation>
    </message>
    <message>
        <source>at least {limit}</source>
        <translation>不低于 {limit}</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>成功率</translation>
    </message>
    <message>
        <source>Mean time</source>
        <translation>平均用时</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>at most {limit}</source>
        <translation>不超过 {limit}</translation>
    </message>
</context>
<context>
    <name>Lanes</name>
    <message>
        <source>What does not fit</source>
        <translation>不符之处</translation>
    </message>
    <message>
        <source>Everything in this document fits together.</source>
        <translation>此文档中的各项内容相互一致。</translation>
    </message>
</context>
<context>
    <name>LearningDialog</name>
    <message>
        <source>Learn from corrections</source>
        <translation>从修正中学习</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Counting the corrections…</source>
        <translation>正在统计修正…</translation>
    </message>
    <message>
        <source>Progress of the learning</source>
        <translation>学习进度</translation>
    </message>
    <message>
        <source>Nothing was learned yet.</source>
        <translation>尚未学习。</translation>
    </message>
    <message>
        <source>Learned</source>
        <translation>学习时间</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>{cells} values in {documents} documents</source>
        <translation>{documents} 份文档中的 {cells} 个值</translation>
    </message>
    <message>
        <source>On corrections kept back</source>
        <translation>在留出的修正上</translation>
    </message>
    <message>
        <source>F1 before and after on corrected documents it did not learn from</source>
        <translation>在未用于学习的已修正文档上，学习前后的 F1</translation>
    </message>
    <message>
        <source>On the fixed test</source>
        <translation>在固定测试上</translation>
    </message>
    <message>
        <source>F1 before and after on sample contracts: nothing may be forgotten</source>
        <translation>在示例合同上学习前后的 F1：不能遗忘已会的内容</translation>
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
        <source>What you accepted, edited and rejected teaches the extractor on this computer. A quarter of the corrected documents is kept back to check what was learned; it is used only if it is no worse on those and on a fixed test. Nothing leaves this computer, and you can go back at any time.</source>
        <translation>您接受、编辑和拒绝的内容会在本机上教会抽取模型。四分之一的已修正文档会留出来检验学习结果；只有在这些文档和固定测试上都不变差时才会采用。任何内容都不会离开本机，您随时可以退回。</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>开始学习</translation>
    </message>
    <message>
        <source>Use this version</source>
        <translation>使用此版本</translation>
    </message>
    <message>
        <source>Use the model as shipped</source>
        <translation>使用原始模型</translation>
    </message>
    <message>
        <source>There are {cells} judged values in {documents} documents to learn from.</source>
        <translation>可供学习的有 {documents} 份文档中的 {cells} 个已审阅的值。</translation>
    </message>
    <message>
        <source>At least {least} documents are needed.</source>
        <translation>至少需要 {least} 份文档。</translation>
    </message>
    <message>
        <source>The next extraction uses it.</source>
        <translation>下次抽取时生效。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Learned. On corrections kept back: {change}. Extract again to use it.</source>
        <translation>学习完成。在留出的修正上：{change}。重新抽取即可使用。</translation>
    </message>
    <message>
        <source>Stopped. Nothing was changed.</source>
        <translation>已停止，未作任何更改。</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Fields of this document by colour</source>
        <translation>此文档中各字段的颜色</translation>
    </message>
</context>
<context>
    <name>LimitsDialog</name>
    <message>
        <source>Limits</source>
        <translation>限值</translation>
    </message>
    <message>
        <source>Let monitoring programs on this computer read the figures</source>
        <translation>允许本机的监控程序读取运行指标</translation>
    </message>
    <message>
        <source>Warn below a success of</source>
        <translation>成功率低于此值时提醒</translation>
    </message>
    <message>
        <source>Warn above a mean time an item of</source>
        <translation>每项平均用时高于此值时提醒</translation>
    </message>
    <message>
        <source>Warn above a memory of</source>
        <translation>内存高于此值时提醒</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Figures are counts, times and memory in Prometheus&apos; text format; they hold no text and no file name, and only this computer can ask for them.</source>
        <translation>运行指标为计数、用时和内存，采用 Prometheus 文本格式；其中不含任何文字内容和文件名，且只有本机可以读取。</translation>
    </message>
</context>
<context>
    <name>LimitsForm</name>
    <message>
        <source>Most requests at a time</source>
        <translation>同时请求数上限</translation>
    </message>
    <message>
        <source>The program finds the right number below it by itself.</source>
        <translation>程序会在此上限内自行找到合适的数量。</translation>
    </message>
    <message>
        <source>Most requests a second</source>
        <translation>每秒请求数上限</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Most items in a request</source>
        <translation>每次请求的项数上限</translation>
    </message>
    <message>
        <source>Wait for an answer</source>
        <translation>等待应答</translation>
    </message>
    <message>
        <source>Wait for a connection</source>
        <translation>等待连接</translation>
    </message>
    <message>
        <source>Try an item for</source>
        <translation>每项最多尝试</translation>
    </message>
    <message>
        <source>Attempts at most</source>
        <translation>尝试次数上限</translation>
    </message>
    <message>
        <source>the system&apos;s certificates alone</source>
        <translation>仅用系统证书</translation>
    </message>
    <message>
        <source>Own certificate authority</source>
        <translation>自建证书机构</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>证书机构</translation>
    </message>
</context>
<context>
    <name>Live</name>
    <message>
        <source>Requests at a time</source>
        <translation>同时请求数</translation>
    </message>
    <message>
        <source>Time an answer takes</source>
        <translation>应答用时</translation>
    </message>
    <message>
        <source>Failed attempts a second</source>
        <translation>每秒失败次数</translation>
    </message>
    <message>
        <source>Answers a second</source>
        <translation>每秒应答数</translation>
    </message>
    <message>
        <source>No server selected</source>
        <translation>未选择服务器</translation>
    </message>
    <message>
        <source>Nothing has been sent to it since the program started.</source>
        <translation>程序启动以来尚未向它发送任何内容。</translation>
    </message>
    <message>
        <source>{items} items in {answers} answers</source>
        <translation>{answers} 次应答，共 {items} 项</translation>
    </message>
    <message>
        <source>{failures} failed attempts, {retries} repeated</source>
        <translation>失败 {failures} 次，其中 {retries} 次已重试</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>overloaded</source>
        <translation>负荷过大</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>broken connections</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>server faults</source>
        <translation>服务器故障</translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>unusable answers</source>
        <translation>应答无效</translation>
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
    <name>MatchDialog</name>
    <message>
        <source>Columns that mean the same</source>
        <translation>含义相同的列</translation>
    </message>
    <message>
        <source>Columns by table</source>
        <translation>各表格的列</translation>
    </message>
    <message>
        <source>Choose which column of the other table holds the same; none leaves it empty.</source>
        <translation>选择另一个表格中内容相同的列；选“无”则留空。</translation>
    </message>
    <message>
        <source>“{column}” in {table}</source>
        <translation>{table} 中的“{column}”</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>Matrix</name>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>ModeBar</name>
    <message>
        <source>What is compared</source>
        <translation>检查范围</translation>
    </message>
</context>
<context>
    <name>ModelDetail</name>
    <message>
        <source>The selected model</source>
        <translation>所选模型</translation>
    </message>
    <message>
        <source>{right} of {asked} right</source>
        <translation>{asked} 题答对 {right} 题</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>How good</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Speed here</source>
        <translation>本机速度</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Plain questions</source>
        <translation>常识题</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>局限</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>ModelForm</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>the only one that is served</source>
        <translation>所提供的唯一模型</translation>
    </message>
    <message>
        <source>“Follows” is called</source>
        <translation>“蕴含”的标签</translation>
    </message>
    <message>
        <source>“Neutral” is called</source>
        <translation>“中立”的标签</translation>
    </message>
    <message>
        <source>“Contradicts” is called</source>
        <translation>“矛盾”的标签</translation>
    </message>
    <message>
        <source>“Similar” is called</source>
        <translation>“相似”的标签</translation>
    </message>
    <message>
        <source>by its own name</source>
        <translation>按原有名称</translation>
    </message>
    <message>
        <source>Needed only where a model&apos;s labels say nothing (LABEL_0 …). vLLM&apos;s labels have no names: give their places, the first is 0.</source>
        <translation>仅当模型标签看不出含义（LABEL_0 等）时才需填写。vLLM 的标签没有名称：请填位置，第一个为 0。</translation>
    </message>
    <message>
        <source>A pair as one text</source>
        <translation>两段文字合为一段</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>The first text is called</source>
        <translation>第一段文字的名称</translation>
    </message>
    <message>
        <source>The second text is called</source>
        <translation>第二段文字的名称</translation>
    </message>
    <message>
        <source>The score is called</source>
        <translation>得分的名称</translation>
    </message>
    <message>
        <source>One pair a request</source>
        <translation>每次请求一对</translation>
    </message>
    <message>
        <source>A list of pairs</source>
        <translation>成对文字的列表</translation>
    </message>
    <message>
        <source>Two lists of texts</source>
        <translation>两个文字列表</translation>
    </message>
    <message>
        <source>A request holds</source>
        <translation>每次请求包含</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Speed here</source>
        <translation>本机速度</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Not stated</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Contradictions</source>
        <translation>矛盾</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Similar texts</source>
        <translation>相似文本</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
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
        <source>{count} more</source>
        <translation>另有 {count} 种</translation>
    </message>
    <message>
        <source>{rate} pairs/s</source>
        <translation>{rate} 对/秒</translation>
    </message>
    <message>
        <source>{rate} texts/s</source>
        <translation>{rate} 段/秒</translation>
    </message>
    <message>
        <source>{rate} characters/s</source>
        <translation>{rate} 字/秒</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>Being tried…</source>
        <translation>正在试用…</translation>
    </message>
    <message>
        <source>Files and answers are right</source>
        <translation>文件和答案均正确</translation>
    </message>
    <message>
        <source>Next try in {seconds} s.</source>
        <translation>{seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>每秒 {rate}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
</context>
<context>
    <name>ModelsFolder</name>
    <message>
        <source>Folder for models</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Where models are put that you bring in; it may be on another disk. Models in the old folder are still used where they are. Empty is the usual folder. Takes effect at once.</source>
        <translation>引入的模型存放在这里，可以在其他磁盘上。原文件夹中的模型仍在原位置使用。留空则用默认文件夹。立即生效。</translation>
    </message>
</context>
<context>
    <name>ModelsWorkspace</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Copy a model from a folder</source>
        <translation>从文件夹复制模型</translation>
    </message>
    <message>
        <source>Use a model where it is</source>
        <translation>直接使用原位置的模型</translation>
    </message>
    <message>
        <source>Remove the model “{name}”?</source>
        <translation>要删除模型“{name}”吗？</translation>
    </message>
    <message>
        <source>Its files are deleted. To have it again, it must be fetched again.</source>
        <translation>模型文件将被删除；以后如需使用，须重新获取。</translation>
    </message>
    <message>
        <source>It is taken off the list; its files stay where they are.</source>
        <translation>只从列表中移除，文件保留在原处。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Choose the models folder</source>
        <translation>选择模型文件夹</translation>
    </message>
    <message>
        <source>&amp;Get a model…</source>
        <translation>获取模型(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Add from folder</source>
        <translation>从文件夹添加(&amp;A)</translation>
    </message>
    <message>
        <source>Copy it into the models folder…</source>
        <translation>复制到模型文件夹…</translation>
    </message>
    <message>
        <source>Use it where it is…</source>
        <translation>在原位置使用…</translation>
    </message>
    <message>
        <source>&amp;Check and measure</source>
        <translation>校验并测速(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Meanings…</source>
        <translation>含义(&amp;M)…</translation>
    </message>
    <message>
        <source>Remo&amp;ve…</source>
        <translation>删除(&amp;V)…</translation>
    </message>
    <message>
        <source>Models folder…</source>
        <translation>模型文件夹…</translation>
    </message>
    <message>
        <source>Which model does what</source>
        <translation>各任务使用的模型</translation>
    </message>
    <message>
        <source>Model for: {task}</source>
        <translation>用于“{task}”的模型</translation>
    </message>
    <message>
        <source>Best for the language</source>
        <translation>自动（按语言选择）</translation>
    </message>
    <message>
        <source>{name} (not at hand)</source>
        <translation>{name}（目前不可用）</translation>
    </message>
    <message>
        <source>{name} is installed.</source>
        <translation>{name} 已安装。</translation>
    </message>
</context>
<context>
    <name>Modes</name>
    <message>
        <source>Inside a document</source>
        <translation>文档内部</translation>
    </message>
    <message>
        <source>Between documents</source>
        <translation>文档之间</translation>
    </message>
    <message>
        <source>Against a playbook</source>
        <translation>对照审查要点</translation>
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
    <name>NewsDialog</name>
    <message>
        <source>What is new</source>
        <translation>新增内容</translation>
    </message>
</context>
<context>
    <name>NoValues</name>
    <message>
        <source>Go to Documents</source>
        <translation>前往文档</translation>
    </message>
    <message>
        <source>Looking for the fields…</source>
        <translation>正在查找字段…</translation>
    </message>
    <message>
        <source>The first values appear as soon as a document is read. You can review them while the others are read.</source>
        <translation>读完第一份文档后，值便会陆续出现。其余文档处理期间即可开始审阅。</translation>
    </message>
    <message>
        <source>Which facts do you need?</source>
        <translation>您需要哪些信息？</translation>
    </message>
    <message>
        <source>Type the names of the fields above, or pick a template, and press Extract. Each document becomes a row, each field a column.</source>
        <translation>在上方输入字段名称，或选择模板，然后点击“抽取”。每份文档一行，每个字段一列。</translation>
    </message>
    <message>
        <source>No documents yet</source>
        <translation>还没有文档</translation>
    </message>
    <message>
        <source>Add contracts first; then name the fields you want out of them.</source>
        <translation>请先添加合同，再写下想要的字段。</translation>
    </message>
</context>
<context>
    <name>Occurrences</name>
    <message>
        <source>Looking through the documents…</source>
        <translation>正在查找各文档…</translation>
    </message>
    <message>
        <source>No other cell that is still open has it or could have it.</source>
        <translation>没有其他待审的单元格含有或可能含有此值。</translation>
    </message>
</context>
<context>
    <name>Operations</name>
    <message>
        <source>Items a second</source>
        <translation>每秒项数</translation>
    </message>
    <message>
        <source>Time an item</source>
        <translation>每项用时</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Limits…</source>
        <translation>限值…</translation>
    </message>
    <message>
        <source>Save support file…</source>
        <translation>保存支持文件…</translation>
    </message>
    <message>
        <source>Log, settings, versions and figures in one file, without texts and names</source>
        <translation>将日志、设置、版本和指标存为一个文件，不含任何文字内容和名称</translation>
    </message>
    <message>
        <source>Since the start</source>
        <translation>自启动以来</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行次数</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>成功率</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Half within</source>
        <translation>50 % 以内</translation>
    </message>
    <message>
        <source>95 % within</source>
        <translation>95 % 以内</translation>
    </message>
</context>
<context>
    <name>PageFrame</name>
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
        <source>Hide scores until answered</source>
        <translation>回答前隐藏得分</translation>
    </message>
    <message>
        <source>Judge by what the rows say, not by what the program thinks</source>
        <translation>根据行的内容判断，而不是根据程序的看法</translation>
    </message>
    <message>
        <source>cluster {number}</source>
        <translation>第 {number} 组</translation>
    </message>
    <message>
        <source>Find duplicates once more to see what the score is made of.</source>
        <translation>请再查找一次重复行，以查看得分的构成。</translation>
    </message>
    <message>
        <source>Answer first; then the score and its reasons are shown.</source>
        <translation>请先回答，随后显示得分及其依据。</translation>
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
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一对</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
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
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>相似度</translation>
    </message>
</context>
<context>
    <name>PairFilters</name>
    <message>
        <source>Filter by words in either row</source>
        <translation>按任一行中的文字筛选</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n 对</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PairsSource</name>
    <message>
        <source>Column of the first text</source>
        <translation>第一段文本所在列</translation>
    </message>
    <message>
        <source>Column of the second text</source>
        <translation>第二段文本所在列</translation>
    </message>
    <message>
        <source>What is asked of each pair</source>
        <translation>对每一对的提问</translation>
    </message>
    <message>
        <source>How alike are they?</source>
        <translation>两者有多相似？</translation>
    </message>
    <message>
        <source>Does the first say the second?</source>
        <translation>第一段是否说明了第二段？</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>打分</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一段</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二段</translation>
    </message>
</context>
<context>
    <name>PairsTab</name>
    <message>
        <source>Pairs</source>
        <translation>重复对</translation>
    </message>
    <message>
        <source>This is where you began.</source>
        <translation>这里就是开始的地方。</translation>
    </message>
    <message>
        <source>Nothing more to review here.</source>
        <translation>这里没有更多待审阅的内容。</translation>
    </message>
    <message numerus="yes">
        <source>Score all pairs as %n answer(s) taught</source>
        <translation>
            <numerusform>按 %n 个回答所学重新打分</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>此处没有内容</translation>
    </message>
    <message>
        <source>No pair meets the filter.</source>
        <translation>没有符合筛选条件的对。</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>PairsWorkspace</name>
    <message>
        <source>Scored pairs</source>
        <translation>已打分的文本对</translation>
    </message>
    <message>
        <source>Pairs of texts</source>
        <translation>文本对</translation>
    </message>
    <message>
        <source>Filter by words in either text</source>
        <translation>按任一文本中的文字筛选</translation>
    </message>
    <message>
        <source>Scoring</source>
        <translation>正在打分</translation>
    </message>
    <message>
        <source>Lines appear here as they are scored.</source>
        <translation>打好分的各行会显示在这里。</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>No line was scored until then.</source>
        <translation>到那时为止没有任何行打分。</translation>
    </message>
    <message>
        <source>The page Activity says why. Score tries it again.</source>
        <translation>原因见“活动”页。按“打分”可再试一次。</translation>
    </message>
    <message>
        <source>The file could not be scored</source>
        <translation>无法为该文件打分</translation>
    </message>
    <message>
        <source>Ready to score</source>
        <translation>可以开始打分</translation>
    </message>
    <message>
        <source>Choose the two columns and press Score. Lines stay in their order.</source>
        <translation>选择两列，然后按“打分”。各行保持原有顺序。</translation>
    </message>
    <message>
        <source>First text</source>
        <translation>第一段文本</translation>
    </message>
    <message>
        <source>Second text</source>
        <translation>第二段文本</translation>
    </message>
    <message>
        <source>Drop a file of pairs here</source>
        <translation>将文本对文件拖到此处</translation>
    </message>
    <message>
        <source>JSON lines, CSV or Excel with two texts a line. Each pair gets a score; a file of millions of lines is read as it goes.</source>
        <translation>每行两段文本的 JSON lines、CSV 或 Excel 文件。每一对得到一个分数；数百万行的文件边读边处理。</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n 对</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Pane</name>
    <message>
        <source>Show in document</source>
        <translation>在文档中显示</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Document text</source>
        <translation>文档文字</translation>
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
    <name>PlaceForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>such as office</source>
        <translation>例如：办公室</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Forget the key that is kept</source>
        <translation>删除已保存的密钥</translation>
    </message>
    <message>
        <source>Keys are kept in the system&apos;s keychain, never in a project or a file.</source>
        <translation>密钥保存在系统钥匙串中，绝不写入项目或文件。</translation>
    </message>
    <message>
        <source>Jobs take it for</source>
        <translation>任务自动用于</translation>
    </message>
    <message>
        <source>Its model knows</source>
        <translation>模型懂得</translation>
    </message>
</context>
<context>
    <name>PlaybookBox</name>
    <message>
        <source>Playbook</source>
        <translation>审查要点</translation>
    </message>
</context>
<context>
    <name>PlaybookEditor</name>
    <message>
        <source>Playbook</source>
        <translation>审查要点</translation>
    </message>
    <message>
        <source>{title} (copy)</source>
        <translation>{title}（副本）</translation>
    </message>
    <message>
        <source>New statement</source>
        <translation>新要求</translation>
    </message>
    <message>
        <source>This playbook comes with the program. Make a copy to edit it.</source>
        <translation>此审查要点随程序提供。如需编辑，请先创建副本。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
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
        <source>Make a copy</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Statements</source>
        <translation>各项要求</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Form or text</source>
        <translation>表单或文本</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Import a playbook</source>
        <translation>导入审查要点</translation>
    </message>
    <message>
        <source>Export the playbook</source>
        <translation>导出审查要点</translation>
    </message>
</context>
<context>
    <name>PlaybookSource</name>
    <message>
        <source>The playbook as text</source>
        <translation>审查要点的文本</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: {name}</source>
        <translation>选择：{name}</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>The usual one</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Reading files</source>
        <translation>读取文件</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Privacy and network</source>
        <translation>隐私与网络</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Monitoring</source>
        <translation>监控</translation>
    </message>
    <message>
        <source>Takes effect at once.</source>
        <translation>立即生效。</translation>
    </message>
    <message>
        <source>Takes effect at once; while something runs, when it is over.</source>
        <translation>立即生效；有任务运行时，待其结束后生效。</translation>
    </message>
    <message>
        <source>Takes effect with the next run.</source>
        <translation>下次运行时生效。</translation>
    </message>
    <message>
        <source>Holds for files added from now on.</source>
        <translation>对之后添加的文件有效。</translation>
    </message>
    <message>
        <source>Holds for new searches.</source>
        <translation>对新的查找有效。</translation>
    </message>
    <message>
        <source>Takes effect when ClauseDesk is started next (restart needed).</source>
        <translation>下次启动 ClauseDesk 时生效（需要重新启动）。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
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
        <source>Full precision (fp32)</source>
        <translation>全精度（fp32）</translation>
    </message>
    <message>
        <source>Half precision where it agrees (bf16)</source>
        <translation>答案一致时用半精度（bf16）</translation>
    </message>
    <message>
        <source>Read as accepted</source>
        <translation>按接受修订后读取</translation>
    </message>
    <message>
        <source>Read the original</source>
        <translation>按修订前读取</translation>
    </message>
    <message>
        <source>Read both</source>
        <translation>两种都读</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Everything shows its default now. It holds with OK.</source>
        <translation>现在显示的都是默认值，按“确定”后生效。</translation>
    </message>
    <message>
        <source>Written to {path}, without keys and passwords.</source>
        <translation>已写入 {path}，不含密钥和密码。</translation>
    </message>
    <message>
        <source>Taken from {name}. It holds with OK.</source>
        <translation>已取自 {name}，按“确定”后生效。</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>Take settings from a file</source>
        <translation>从文件取得设置</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Write the settings to a file, without keys and passwords</source>
        <translation>把设置写入文件，不含密钥和密码</translation>
    </message>
    <message>
        <source>&amp;Reset all</source>
        <translation>全部重置(&amp;R)</translation>
    </message>
    <message>
        <source>Show every default</source>
        <translation>显示所有默认值</translation>
    </message>
    <message>
        <source>The best one installed</source>
        <translation>已安装的最佳模型</translation>
    </message>
    <message>
        <source>No setting says that.</source>
        <translation>没有找到相关设置。</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>设置 (*.json)</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>导出设置</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Estimating…</source>
        <translation>正在估算…</translation>
    </message>
</context>
<context>
    <name>QuestionsDialog</name>
    <message>
        <source>About {name}</source>
        <translation>关于 {name}</translation>
    </message>
    <message>
        <source>Meaning of {label}</source>
        <translation>{label} 的含义</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Entailment: the first text implies the second</source>
        <translation>蕴含：由前文可推出后文</translation>
    </message>
    <message>
        <source>Neutral: neither follows nor contradicts</source>
        <translation>中立：既不蕴含也不矛盾</translation>
    </message>
    <message>
        <source>Contradiction: both cannot hold</source>
        <translation>矛盾：两者不能同时成立</translation>
    </message>
    <message>
        <source>Similar: both say the same</source>
        <translation>相似：两者意思相同</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>Something else: not for this program</source>
        <translation>其他用途：不适用于本程序</translation>
    </message>
    <message>
        <source>Two answers cannot mean the same.</source>
        <translation>两个输出不能是同一含义。</translation>
    </message>
    <message>
        <source>Choose at least one language.</source>
        <translation>请至少选择一种语言。</translation>
    </message>
</context>
<context>
    <name>Readings</name>
    <message>
        <source>It could mean:</source>
        <translation>可能的含义：</translation>
    </message>
    <message>
        <source>Set the value to {value}</source>
        <translation>将值设为 {value}</translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Group of records</source>
        <translation>记录组</translation>
    </message>
    <message>
        <source>Add a record</source>
        <translation>添加记录</translation>
    </message>
    <message>
        <source>A row of your own, to be filled by hand (Ins)</source>
        <translation>自己添加一行，手工填写（Ins）</translation>
    </message>
    <message>
        <source>No record of “{group}” was found in this document.</source>
        <translation>此文档中未找到“{group}”的记录。</translation>
    </message>
    <message>
        <source>Records are rows of fields that belong together. Name them with braces: Line items{{Product, Quantity, Amount}}</source>
        <translation>记录是由相关字段组成的行。请用花括号命名：货物明细{{品名, 数量, 金额}}</translation>
    </message>
    <message>
        <source>read from a table</source>
        <translation>读自表格</translation>
    </message>
    <message>
        <source>read from lines</source>
        <translation>读自逐行文字</translation>
    </message>
    <message>
        <source>read from sentences</source>
        <translation>读自句子</translation>
    </message>
    <message>
        <source>put together by their order</source>
        <translation>按出现顺序组合</translation>
    </message>
    <message>
        <source>added by hand</source>
        <translation>手工添加</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n 条记录</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选值</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>What does not fit</source>
        <translation>不符之处</translation>
    </message>
    <message>
        <source>About the current value</source>
        <translation>关于当前值</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Pairs and clusters</source>
        <translation>重复对与重复组</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>行对</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>重复组</translation>
    </message>
    <message>
        <source>Looking for duplicates</source>
        <translation>正在查找重复</translation>
    </message>
    <message>
        <source>What is found appears here.</source>
        <translation>找到的结果会显示在这里。</translation>
    </message>
    <message>
        <source>No duplicates found</source>
        <translation>没有发现重复</translation>
    </message>
    <message>
        <source>Tick other columns to look again.</source>
        <translation>请勾选其他列后重新查找。</translation>
    </message>
    <message>
        <source>Nothing was found until then. Find duplicates begins anew.</source>
        <translation>到那时为止没有找到结果。按“查找重复”可重新开始。</translation>
    </message>
    <message>
        <source>The search was stopped</source>
        <translation>查找已停止</translation>
    </message>
    <message>
        <source>The page Activity says why. Find duplicates tries it again.</source>
        <translation>原因见“活动”页。按“查找重复”可再试一次。</translation>
    </message>
    <message>
        <source>The search did not come to its end</source>
        <translation>查找没有做完</translation>
    </message>
    <message>
        <source>Tick the columns that identify a row above, then press Find duplicates.</source>
        <translation>在上方勾选用来识别一行的列，然后按“查找重复”。</translation>
    </message>
    <message>
        <source>Which rows are the same?</source>
        <translation>哪些行是相同的？</translation>
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
        <source>{state}: “{value}” in {count} cells</source>
        <translation>{state}：{count} 个单元格中的“{value}”</translation>
    </message>
    <message>
        <source>Step in {what}</source>
        <translation>在{what}中前进或后退</translation>
    </message>
    <message>
        <source>Restore {what}</source>
        <translation>恢复{what}</translation>
    </message>
    <message>
        <source>Add a record of “{group}” · {name}</source>
        <translation>添加“{group}”记录 · {name}</translation>
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
        <source>Unsure of pair {what}</source>
        <translation>不确定的对 {what}</translation>
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
        <source>Review change {what}</source>
        <translation>审阅修改 {what}</translation>
    </message>
    <message>
        <source>Object to change {what}</source>
        <translation>对修改提出异议 {what}</translation>
    </message>
    <message>
        <source>Comment on change {what}</source>
        <translation>批注修改 {what}</translation>
    </message>
    <message>
        <source>Reset change {what}</source>
        <translation>重置修改 {what}</translation>
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
    <name>ReviewProgress</name>
    <message>
        <source>{judged} of {filled} values reviewed ({share}) · {doubtful} doubtful</source>
        <translation>已审阅 {judged} / {filled} 个值（{share}）· {doubtful} 个存疑</translation>
    </message>
    <message>
        <source>All {filled} values reviewed</source>
        <translation>全部 {filled} 个值均已审阅</translation>
    </message>
</context>
<context>
    <name>RowsTable</name>
    <message>
        <source>Fields, a row each</source>
        <translation>字段，每行一个</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Format, unit or choices</source>
        <translation>格式、单位或选项</translation>
    </message>
    <message>
        <source>Several</source>
        <translation>多个</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
</context>
<context>
    <name>RulesDialog</name>
    <message>
        <source>The merged row</source>
        <translation>合并后的行</translation>
    </message>
    <message>
        <source>Rules by column</source>
        <translation>各列的规则</translation>
    </message>
    <message>
        <source>Which value each cell of the row in the clean sheet takes. A blank never wins, and the rows themselves stay as they are.</source>
        <translation>整洁表中该行的每个单元格取哪个值。空白从不胜出，各行本身保持不变。</translation>
    </message>
    <message>
        <source>Merge nothing</source>
        <translation>不合并</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
</context>
<context>
    <name>RunningLine</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Waits for “{title}”: {stage}</source>
        <translation>正在等待“{title}”：{stage}</translation>
    </message>
    <message>
        <source>Stop “{title}”</source>
        <translation>停止“{title}”</translation>
    </message>
    <message>
        <source>Do not wait</source>
        <translation>不再等待</translation>
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
    <name>ScoreDialog</name>
    <message>
        <source>What is this score?</source>
        <translation>分数是什么意思</translation>
    </message>
    <message>
        <source>More in the guide</source>
        <translation>在手册中查看</translation>
    </message>
</context>
<context>
    <name>Scores</name>
    <message>
        <source>{words} (Shift+F1 says more)</source>
        <translation>{words}（按 Shift+F1 查看详情）</translation>
    </message>
    <message>
        <source>Confidence of a value</source>
        <translation>字段值的置信度</translation>
    </message>
    <message>
        <source>How often values turned out right in tests for which the program was as sure as here.
Of a hundred values with 90 %, about ninety should be right. From 85 % on a value is shown as trustworthy, from 50 % as worth a look, below as doubtful. Rules and model both count; where they disagree the value is marked as a doubt.</source>
        <translation>测试中同样有把握的值，有多大比例是正确的。
一百个 90% 的值中，大约九十个应当正确。85% 以上显示为可信，50% 以上显示为值得看一眼，更低的显示为存疑。规则和模型都计入；两者不一致时标为疑点。</translation>
    </message>
    <message>
        <source>Likeness of two rows</source>
        <translation>两行的相似度</translation>
    </message>
    <message>
        <source>How much speaks for both rows meaning the same thing.
Each column counts by how much it tells: the same tax number says more than the same city. It is not the share of letters that are alike. The columns beside the pair say what spoke for it and against it.</source>
        <translation>有多少依据说明两行指的是同一对象。
各列按其说明力计入：税号相同比城市相同更能说明问题。它不是相同字符所占的比例。行对旁边会列出支持和反对的依据。</translation>
    </message>
    <message>
        <source>Score of a pair of texts</source>
        <translation>文本对的分数</translation>
    </message>
    <message>
        <source>How alike two texts are in what they say, or how sure the model is of its verdict.
0 % is not at all, 100 % is the same.</source>
        <translation>两段文本的内容有多相近，或模型对其判定有多大把握。
0% 表示毫不相干，100% 表示相同。</translation>
    </message>
    <message>
        <source>Confidence of a verdict</source>
        <translation>判定的置信度</translation>
    </message>
    <message>
        <source>How sure the program is that both clauses cannot hold.
The model gives three shares that add up to 100 %: the second clause follows from the first, contradicts it, or neither. What a rule found has the clashing words as its evidence. Two clauses may speak of different situations: read both.</source>
        <translation>程序有多大把握认为两个条款不能同时成立。
模型给出三个比例，合计 100%：后一条款可由前者推出、与前者矛盾、或两者都不是。由规则找到的以冲突的文字为依据。两个条款可能针对不同情形：请两边都读。</translation>
    </message>
    <message>
        <source>Likeness of two clauses</source>
        <translation>两个条款的相似度</translation>
    </message>
    <message>
        <source>How much of the wording both clauses have in common.
It serves to find which clause became which. It does not say how much a change matters; the column on its meaning does.</source>
        <translation>两个条款的措辞有多少相同。
用来找出哪个条款变成了哪个。它不表示改动有多重要，重要性见“含义”一列。</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>How sure the program is, from 0 to 100 %.
It is no promise: where it matters, look at the value and its place in the document. What exactly a score means depends on the page; the guide says it for each.</source>
        <translation>程序有多大把握，从 0% 到 100%。
这不是保证：重要的内容请查看该值及其在文档中的位置。分数的确切含义因页面而异，手册中有各自的说明。</translation>
    </message>
    <message>
        <source>{model}: its card does not say how far its scores are off.</source>
        <translation>{model}：说明卡没有写明其分数的偏差。</translation>
    </message>
    <message>
        <source>{model}: in tests its scores were {points} percentage points off on average (expected calibration error). On documents unlike those of the tests they are less reliable.</source>
        <translation>{model}：测试中其分数平均偏差 {points} 个百分点（预期校准误差）。文档与测试时差别较大时，可靠性会降低。</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
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
</context>
<context>
    <name>SearchOptions</name>
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
        <source>Look by meaning, too</source>
        <translation>同时按含义查找</translation>
    </message>
    <message>
        <source>Free texts that say the same in other words are compared as well: the embeddings model reads them, which takes longer</source>
        <translation>用不同说法表达相同内容的自由文本也会比较：由向量模型阅读，耗时更长</translation>
    </message>
    <message>
        <source>Let a model read each pair</source>
        <translation>让模型逐对阅读</translation>
    </message>
    <message>
        <source>The similarity model that the Models page names reads both rows of every pair that is compared; what its word is worth beside the columns is learned. Takes longer</source>
        <translation>“模型”页选定的相似度模型会阅读每一对的两行；它的意见与各列相比占多大分量由数据学得。耗时更长</translation>
    </message>
</context>
<context>
    <name>ServerDialog</name>
    <message>
        <source>Change server</source>
        <translation>更改服务器</translation>
    </message>
    <message>
        <source>Add server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message>
        <source>Parts of the settings</source>
        <translation>设置的各部分</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
    <message>
        <source>Texts and key would travel unencrypted to another machine: use https, or a network that you trust.</source>
        <translation>文字和密钥将未经加密传到另一台机器：请用 https，或在您信任的网络中使用。</translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>text-embeddings-inference or ClauseDesk</source>
        <translation>text-embeddings-inference 或 ClauseDesk</translation>
    </message>
    <message>
        <source>Plain endpoint</source>
        <translation>普通接口</translation>
    </message>
    <message>
        <source>Similarity of pairs</source>
        <translation>成对相似度</translation>
    </message>
    <message>
        <source>Contradictions</source>
        <translation>矛盾</translation>
    </message>
    <message>
        <source>Related passages</source>
        <translation>相关段落</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Only when named</source>
        <translation>仅在指名时</translation>
    </message>
    <message>
        <source>its labels need their meaning: {labels}</source>
        <translation>需指明标签含义：{labels}</translation>
    </message>
    <message>
        <source>{seconds} ms</source>
        <translation>{seconds} 毫秒</translation>
    </message>
    <message>
        <source>Not tested yet</source>
        <translation>尚未测试</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
</context>
<context>
    <name>ServersWorkspace</name>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>What failed at servers</source>
        <translation>服务器上失败的项</translation>
    </message>
    <message>
        <source>Remove server “{name}”</source>
        <translation>移除服务器“{name}”</translation>
    </message>
    <message>
        <source>Add server “{name}”</source>
        <translation>添加服务器“{name}”</translation>
    </message>
    <message>
        <source>Change server “{name}”</source>
        <translation>更改服务器“{name}”</translation>
    </message>
    <message>
        <source>&amp;Change…</source>
        <translation>更改(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
    <message>
        <source>Remo&amp;ve</source>
        <translation>移除(&amp;V)</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>重试失败项</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>Nothing has failed at a server.</source>
        <translation>服务器上没有失败的项。</translation>
    </message>
    <message>
        <source>No servers</source>
        <translation>没有服务器</translation>
    </message>
    <message>
        <source>When one machine is not enough, let servers of your own do the work: text-embeddings-inference, vLLM, another ClauseDesk, or any endpoint that scores two texts. Until you add one, nothing leaves this computer.</source>
        <translation>一台机器不够用时，可让您自己的服务器来做：text-embeddings-inference、vLLM、另一台 ClauseDesk，或任何能为两段文字打分的接口。在您添加之前，任何内容都不会离开本机。</translation>
    </message>
    <message>
        <source>Add server…</source>
        <translation>添加服务器…</translation>
    </message>
    <message>
        <source>This system has no keychain, so the key of “{name}” is kept until the program ends.</source>
        <translation>本系统没有钥匙串，“{name}”的密钥只保留到程序结束。</translation>
    </message>
    <message>
        <source>No run of this project has used it yet.</source>
        <translation>本项目还没有运行用过它。</translation>
    </message>
    <message>
        <source>Used in one run of this project: “{job}”.</source>
        <translation>本项目有 1 次运行用过它：“{job}”。</translation>
    </message>
    <message>
        <source>Used in {count} runs of this project, last in “{job}”.</source>
        <translation>本项目有 {count} 次运行用过它，最近一次是“{job}”。</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>{name}: back to the default</source>
        <translation>{name}：恢复默认值</translation>
    </message>
</context>
<context>
    <name>Sheets</name>
    <message numerus="yes">
        <source>%n table(s) added to Duplicates</source>
        <translation>
            <numerusform>已将 %n 个表格加入“重复”</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove the table {name}</source>
        <translation>移除表格 {name}</translation>
    </message>
    <message>
        <source>Find duplicates once more to see the pairs of this table.</source>
        <translation>再次查找重复，即可看到此表格的重复对。</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>In every list</source>
        <translation>在任何列表中</translation>
    </message>
    <message>
        <source>In a matrix</source>
        <translation>在矩阵中</translation>
    </message>
    <message>
        <source>Go from row to row</source>
        <translation>逐行移动</translation>
    </message>
    <message>
        <source>Go from column to column</source>
        <translation>逐列移动</translation>
    </message>
    <message>
        <source>Select several rows</source>
        <translation>选择多行</translation>
    </message>
    <message>
        <source>Leave the list</source>
        <translation>离开列表</translation>
    </message>
    <message>
        <source>Go from finding to finding</source>
        <translation>在各处结果间移动</translation>
    </message>
    <message>
        <source>Larger or smaller</source>
        <translation>放大或缩小</translation>
    </message>
    <message>
        <source>Open the pair in the list</source>
        <translation>在列表中打开这一对</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search in words and keys</source>
        <translation>按说明或按键搜索</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>No key does that.</source>
        <translation>没有对应的快捷键。</translation>
    </message>
</context>
<context>
    <name>SideBySide</name>
    <message>
        <source>Scroll both sides together</source>
        <translation>两侧同步滚动</translation>
    </message>
</context>
<context>
    <name>Spectrum</name>
    <message>
        <source>Sure from, in per mille</source>
        <translation>确定阈值（千分比）</translation>
    </message>
    <message>
        <source>Doubtful from, in per mille</source>
        <translation>存疑阈值（千分比）</translation>
    </message>
    <message>
        <source>Pairs by score</source>
        <translation>按得分分布的对</translation>
    </message>
</context>
<context>
    <name>StatementForm</name>
    <message>
        <source>Every language</source>
        <translation>所有语言</translation>
    </message>
    <message>
        <source>Words in</source>
        <translation>文字语言</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>应为</translation>
    </message>
    <message>
        <source>Severity otherwise</source>
        <translation>不符时的严重程度</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Says the contrary</source>
        <translation>相反的表述</translation>
    </message>
    <message>
        <source>Words to look for</source>
        <translation>查找用词</translation>
    </message>
</context>
<context>
    <name>Statistics</name>
    <message>
        <source>Figures of each field</source>
        <translation>各字段的统计</translation>
    </message>
</context>
<context>
    <name>SynonymsDialog</name>
    <message>
        <source>Words that mean the same</source>
        <translation>同义词</translation>
    </message>
    <message>
        <source>Table of words</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>The program&apos;s own words</source>
        <translation>程序自带的词</translation>
    </message>
    <message>
        <source>Your own words</source>
        <translation>您自己的词</translation>
    </message>
    <message>
        <source>A line says what is written instead of what: street = st, str. Nothing before the equals sign leaves the words out; ! st takes a word out of the program&apos;s own table. Your lines go before the program&apos;s; they hold from the next search on.</source>
        <translation>每行说明用什么代替什么：street = st, str。等号前为空表示略去这些词；! st 表示从程序自带的词表中去掉该词。您的行优先于程序自带的行，从下次查找起生效。</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Line {line} is passed over: “{text}”</source>
        <translation>第 {line} 行被跳过：“{text}”</translation>
    </message>
    <message>
        <source>Legal forms of companies</source>
        <translation>公司组织形式</translation>
    </message>
    <message>
        <source>Words in addresses</source>
        <translation>地址用词</translation>
    </message>
    <message>
        <source>Titles of people</source>
        <translation>人员称谓</translation>
    </message>
    <message>
        <source>First names</source>
        <translation>名字</translation>
    </message>
    <message>
        <source>Other words</source>
        <translation>其他词</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>What stands for nothing</source>
        <translation>表示空白的写法</translation>
    </message>
    <message>
        <source>Traditional characters</source>
        <translation>繁体字</translation>
    </message>
</context>
<context>
    <name>TableList</name>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
</context>
<context>
    <name>Tables</name>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>TeachingBar</name>
    <message>
        <source>Learn from my answers</source>
        <translation>从我的回答中学习</translation>
    </message>
    <message>
        <source>Ask about the most telling pairs first, and show how good the scores are</source>
        <translation>先问最有价值的对，并显示得分的质量</translation>
    </message>
    <message>
        <source>Apply to all pairs</source>
        <translation>应用到所有对</translation>
    </message>
    <message>
        <source>Score every pair as your answers taught; this can be taken back</source>
        <translation>按您的回答重新给每一对打分；可以撤销</translation>
    </message>
    <message>
        <source>Scoring all pairs: {share}</source>
        <translation>正在重新打分：{share}</translation>
    </message>
    <message>
        <source>Making clusters…</source>
        <translation>正在重新分组…</translation>
    </message>
    <message>
        <source>Find duplicates once more: these pairs were kept without their reasons.</source>
        <translation>请再查找一次重复行：这些对没有保存依据。</translation>
    </message>
    <message>
        <source>Answer a few pairs.</source>
        <translation>请先回答几对。</translation>
    </message>
    <message>
        <source>Reading the pairs…</source>
        <translation>正在读取各对…</translation>
    </message>
</context>
<context>
    <name>TemplateMenu</name>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Lists of fields: built-in, your own, recent</source>
        <translation>字段清单：内置、自建和最近使用</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>自建</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Save as template…</source>
        <translation>另存为模板…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Share as a file</source>
        <translation>分享为文件</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Import from a file…</source>
        <translation>从文件导入…</translation>
    </message>
    <message>
        <source>Saved as “{title}”</source>
        <translation>已保存为“{title}”</translation>
    </message>
    <message>
        <source>There is a template called “{title}” already.</source>
        <translation>已有名为“{title}”的模板。</translation>
    </message>
    <message>
        <source>Deleted “{title}”</source>
        <translation>已删除“{title}”</translation>
    </message>
    <message>
        <source>Written to {path}</source>
        <translation>已写入 {path}</translation>
    </message>
    <message>
        <source>Imported “{title}”</source>
        <translation>已导入“{title}”</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>另存为模板</translation>
    </message>
    <message>
        <source>Rename “{title}”</source>
        <translation>重命名“{title}”</translation>
    </message>
    <message>
        <source>Import a field list</source>
        <translation>导入字段清单</translation>
    </message>
    <message>
        <source>Delete the template “{title}”?</source>
        <translation>删除模板“{title}”？</translation>
    </message>
    <message>
        <source>Replace the template “{title}”?</source>
        <translation>替换模板“{title}”？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>TextPairs</name>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一段</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二段</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Scored</source>
        <translation>已打分</translation>
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
    <name>ThresholdDialog</name>
    <message>
        <source>Threshold of “{field}”</source>
        <translation>“{field}”的阈值</translation>
    </message>
    <message>
        <source>Cells by the confidence of their best candidate</source>
        <translation>按最佳候选值的置信度统计的单元格</translation>
    </message>
    <message>
        <source>Threshold in percent</source>
        <translation>阈值（百分比）</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>The usual one ({share})</source>
        <translation>默认值（{share}）</translation>
    </message>
    <message>
        <source>A value is put into its cell from this confidence on. Nothing is lost below it: candidates stay one key away, and what somebody has judged stays as it is.</source>
        <translation>达到此置信度的值才会填入单元格。低于阈值的不会丢失：候选值一键可达，已审阅的内容保持不变。</translation>
    </message>
    <message>
        <source>From {share} on: {filled} cells have a value. {changed} would change: {gained} get a value, {lost} become empty.</source>
        <translation>从 {share} 起：{filled} 个单元格有值。{changed} 个会改变：{gained} 个将填入值，{lost} 个将变空。</translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message>
        <source>Make clusters anew</source>
        <translation>重新分组</translation>
    </message>
    <message>
        <source>Join the pairs from the sure threshold on; decisions stay as they are</source>
        <translation>从确定阈值起合并各对；已作的决定保持不变</translation>
    </message>
    <message>
        <source>Sure from {share}</source>
        <translation>{share} 起为确定</translation>
    </message>
    <message>
        <source>Doubtful from {share}</source>
        <translation>{share} 起为存疑</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在计数…</translation>
    </message>
    <message>
        <source>Doubtful from {share}: {count} pairs to look at</source>
        <translation>{share} 起为存疑：{count} 对需查看</translation>
    </message>
    <message>
        <source>{left} of {rows} rows stay</source>
        <translation>{rows} 行中保留 {left} 行</translation>
    </message>
    <message>
        <source>now: {share}</source>
        <translation>目前：{share}</translation>
    </message>
    <message>
        <source>Sure from {share}: {pairs} pairs, {clusters} clusters</source>
        <translation>{share} 起为确定：{pairs} 对，{clusters} 组</translation>
    </message>
</context>
<context>
    <name>TransferCard</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
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
        <source>Dismiss…</source>
        <translation>排除…</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take decision back</source>
        <translation>撤回决定</translation>
    </message>
    <message>
        <source>{label} · severity: {severity}</source>
        <translation>{label} · 严重程度：{severity}</translation>
    </message>
    <message>
        <source>Expected: {expected}.</source>
        <translation>应为：{expected}。</translation>
    </message>
    <message>
        <source>By the order of precedence, clause {clause} prevails.</source>
        <translation>按优先顺序，以第 {clause} 条为准。</translation>
    </message>
    <message>
        <source>Rules and model came to different answers.</source>
        <translation>规则与模型的结论不同。</translation>
    </message>
    <message>
        <source>Dismissed: {reason}</source>
        <translation>已排除：{reason}</translation>
    </message>
    <message>
        <source>No pair chosen</source>
        <translation>未选择</translation>
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
        <source>Supported</source>
        <translation>支持</translation>
    </message>
    <message>
        <source>Contradicted</source>
        <translation>相抵触</translation>
    </message>
    <message>
        <source>Not mentioned</source>
        <translation>未提及</translation>
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
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Rule and model</source>
        <translation>规则和模型</translation>
    </message>
    <message>
        <source>Kind of clash</source>
        <translation>冲突类型</translation>
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
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Clauses</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Rests on</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Dismissed</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>High: words that cannot both hold were found, and it is likely.</source>
        <translation>高：找到了不能并存的文字，且很可能成立。</translation>
    </message>
    <message>
        <source>Medium: words that cannot both hold were found, but they may be about different things; or the model alone is all but certain.</source>
        <translation>中：找到了不能并存的文字，但可能说的是不同事项；或仅模型认定，且几乎确定。</translation>
    </message>
    <message>
        <source>Low: the model alone sees a contradiction.</source>
        <translation>低：仅模型认为相矛盾。</translation>
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
        <source>Back to where you came from</source>
        <translation>回到原处</translation>
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
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
</context>
<context>
    <name>Waterfall</name>
    <message>
        <source>What the score is made of</source>
        <translation>得分的构成</translation>
    </message>
    <message>
        <source>Together: {share} alike</source>
        <translation>合计：相似度 {share}</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
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
        <source>Nothing at hand?</source>
        <translation>手头没有合同？</translation>
    </message>
    <message>
        <source>Eight contracts in English and Chinese and a customer list, with mistakes planted in them: fields, duplicates and contradictions are one click away.</source>
        <translation>八份中英文合同和一份客户名单，其中有意埋了错误：一键即可体验字段抽取、查重和矛盾检查。</translation>
    </message>
    <message>
        <source>Try the samples</source>
        <translation>试用示例</translation>
    </message>
</context>
</TS>
