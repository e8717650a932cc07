<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>unmask::AboutDialog</name>
    <message>
        <source>About Unmask</source>
        <translation>关于 Unmask</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;span style=&apos;font-size:x-large&apos;&gt;&lt;b&gt;Unmask&lt;/b&gt;&lt;/span&gt; %1&lt;/p&gt;&lt;p&gt;A studio for masked image models: pictures appear cell by cell.&lt;/p&gt;&lt;p&gt;Apache License 2.0. Loads safetensors only, and never uses the network.&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;span style=&apos;font-size:x-large&apos;&gt;&lt;b&gt;Unmask&lt;/b&gt;&lt;/span&gt; %1&lt;/p&gt;&lt;p&gt;面向掩码图像模型的工作室：图片逐格显现。&lt;/p&gt;&lt;p&gt;Apache 许可证 2.0。只加载 safetensors，从不使用网络。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;Made with&lt;/b&gt;&lt;/p&gt;%1&lt;p&gt;&lt;b&gt;The default model learned from&lt;/b&gt;&lt;/p&gt;%2</source>
        <translation>&lt;p&gt;&lt;b&gt;使用的软件库&lt;/b&gt;&lt;/p&gt;%1&lt;p&gt;&lt;b&gt;默认模型的训练来源&lt;/b&gt;&lt;/p&gt;%2</translation>
    </message>
    <message>
        <source>&amp;Made with</source>
        <translation>使用的软件(&amp;M)</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型卡</translation>
    </message>
    <message>
        <source>The loaded model brings no card.</source>
        <translation>已加载的模型没有模型卡。</translation>
    </message>
    <message>
        <source>Model &amp;card</source>
        <translation>模型卡(&amp;C)</translation>
    </message>
    <message>
        <source>Licence of Unmask</source>
        <translation>Unmask 的许可证</translation>
    </message>
    <message>
        <source>&amp;Licence of Unmask</source>
        <translation>Unmask 的许可证(&amp;L)</translation>
    </message>
</context>
<context>
    <name>unmask::Actions</name>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出(&amp;X)…</translation>
    </message>
    <message>
        <source>Vary the Least Confident Cells…</source>
        <translation>变化最不确定的格子…</translation>
    </message>
    <message>
        <source>Compare with the Original</source>
        <translation>与原图比较</translation>
    </message>
    <message>
        <source>Next Way to Compare</source>
        <translation>换一种比较方式</translation>
    </message>
    <message>
        <source>I&amp;mport a Mask…</source>
        <translation>导入蒙版(&amp;M)…</translation>
    </message>
    <message>
        <source>Mask the T&amp;ransparent Parts</source>
        <translation>遮住透明部分(&amp;R)</translation>
    </message>
    <message>
        <source>E&amp;xport the Mask…</source>
        <translation>导出蒙版(&amp;X)…</translation>
    </message>
    <message>
        <source>&amp;Paste Picture</source>
        <translation>粘贴图片(&amp;P)</translation>
    </message>
    <message>
        <source>Open &amp;Model Folder…</source>
        <translation>打开模型文件夹(&amp;M)…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+O</source>
        <translation>Ctrl+Shift+O</translation>
    </message>
    <message>
        <source>&amp;Save Picture…</source>
        <translation>保存图片(&amp;S)…</translation>
    </message>
    <message>
        <source>Save Picture &amp;As…</source>
        <translation>图片另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+S</source>
        <translation>Ctrl+Shift+S</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Ctrl+Q</source>
        <translation>Ctrl+Q</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Ctrl+Z</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Ctrl+Shift+Z</source>
        <translation>Ctrl+Shift+Z</translation>
    </message>
    <message>
        <source>Ctrl+Y</source>
        <translation>Ctrl+Y</translation>
    </message>
    <message>
        <source>&amp;Copy Picture</source>
        <translation>复制图片(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation>Ctrl+Return</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>S&amp;top or Discard</source>
        <translation>停止或丢弃(&amp;T)</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>&amp;Accept the Candidate</source>
        <translation>接受候选(&amp;A)</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Pre&amp;vious Candidate</source>
        <translation>上一个候选(&amp;V)</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>Ne&amp;xt Candidate</source>
        <translation>下一个候选(&amp;X)</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Right</translation>
    </message>
    <message>
        <source>&amp;Discard All Candidates</source>
        <translation>丢弃所有候选(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;New Random Seed</source>
        <translation>新的随机种子(&amp;N)</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>&amp;Lock the Seed</source>
        <translation>锁定种子(&amp;L)</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>Use the &amp;Model&apos;s Own Settings</source>
        <translation>使用模型自带设置(&amp;M)</translation>
    </message>
    <message>
        <source>Go to the &amp;Prompt</source>
        <translation>转到提示词(&amp;P)</translation>
    </message>
    <message>
        <source>Alt+A</source>
        <translation>Alt+A</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Ctrl++</source>
        <translation>Ctrl++</translation>
    </message>
    <message>
        <source>Ctrl+=</source>
        <translation>Ctrl+=</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Ctrl+-</source>
        <translation>Ctrl+-</translation>
    </message>
    <message>
        <source>&amp;Fit in Window</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Ctrl+0</source>
        <translation>Ctrl+0</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Ctrl+%1</source>
        <translation>Ctrl+%1</translation>
    </message>
    <message>
        <source>Token &amp;Grid</source>
        <translation>标记网格(&amp;G)</translation>
    </message>
    <message>
        <source>Ctrl+&apos;</source>
        <translation>Ctrl+&apos;</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>F11</source>
        <translation>F11</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>设置(&amp;T)…</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>按键(&amp;K)</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>&amp;Tour of the Window</source>
        <translation>窗口导览(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;About Unmask</source>
        <translation>关于 Unmask(&amp;A)</translation>
    </message>
    <message>
        <source>Move the Picture While Held</source>
        <translation>按住时移动图片</translation>
    </message>
    <message>
        <source>Show the Original While Held</source>
        <translation>按住时显示原图</translation>
    </message>
    <message>
        <source>Look Further Left</source>
        <translation>向左查看</translation>
    </message>
    <message>
        <source>Look Further Right</source>
        <translation>向右查看</translation>
    </message>
    <message>
        <source>Look Further Up</source>
        <translation>向上查看</translation>
    </message>
    <message>
        <source>Look Further Down</source>
        <translation>向下查看</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>撤销 %1(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>重做 %1(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Previous Step</source>
        <translation>上一步(&amp;P)</translation>
    </message>
    <message>
        <source>,</source>
        <translation>,</translation>
    </message>
    <message>
        <source>&amp;Next Step</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>.</source>
        <translation>.</translation>
    </message>
    <message>
        <source>To the &amp;Start</source>
        <translation>到开头(&amp;S)</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>To the &amp;End</source>
        <translation>到结尾(&amp;E)</translation>
    </message>
    <message>
        <source>End</source>
        <translation>End</translation>
    </message>
    <message>
        <source>P&amp;lay or Pause</source>
        <translation>播放或暂停(&amp;L)</translation>
    </message>
    <message>
        <source>K</source>
        <translation>K</translation>
    </message>
    <message>
        <source>Run &amp;One Step and Hold</source>
        <translation>运行一步后停住(&amp;O)</translation>
    </message>
    <message>
        <source>F10</source>
        <translation>F10</translation>
    </message>
    <message>
        <source>&amp;Branch from This Step</source>
        <translation>从这一步分支(&amp;B)</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>&amp;Hide the Masked Cells Again</source>
        <translation>重新隐藏已遮住的格子(&amp;H)</translation>
    </message>
    <message>
        <source>Ctrl+H</source>
        <translation>Ctrl+H</translation>
    </message>
    <message>
        <source>&amp;Fix the Masked Cells Now</source>
        <translation>立即确定已遮住的格子(&amp;F)</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation>画笔(&amp;B)</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>橡皮(&amp;E)</translation>
    </message>
    <message>
        <source>E</source>
        <translation>E</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>矩形(&amp;R)</translation>
    </message>
    <message>
        <source>U</source>
        <translation>U</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>&amp;Lasso</source>
        <translation>套索(&amp;L)</translation>
    </message>
    <message>
        <source>L</source>
        <translation>L</translation>
    </message>
    <message>
        <source>&amp;Fill an Area</source>
        <translation>填充区域(&amp;F)</translation>
    </message>
    <message>
        <source>G</source>
        <translation>G</translation>
    </message>
    <message>
        <source>Loc&amp;k Brush</source>
        <translation>锁定画笔(&amp;K)</translation>
    </message>
    <message>
        <source>Shift+L</source>
        <translation>Shift+L</translation>
    </message>
    <message>
        <source>&amp;Picker</source>
        <translation>拾取(&amp;P)</translation>
    </message>
    <message>
        <source>I</source>
        <translation>I</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>抓手(&amp;H)</translation>
    </message>
    <message>
        <source>H</source>
        <translation>H</translation>
    </message>
    <message>
        <source>&amp;Zoom</source>
        <translation>缩放(&amp;Z)</translation>
    </message>
    <message>
        <source>Z</source>
        <translation>Z</translation>
    </message>
    <message>
        <source>&amp;Smaller Brush</source>
        <translation>减小画笔(&amp;S)</translation>
    </message>
    <message>
        <source>[</source>
        <translation>[</translation>
    </message>
    <message>
        <source>L&amp;arger Brush</source>
        <translation>增大画笔(&amp;A)</translation>
    </message>
    <message>
        <source>]</source>
        <translation>]</translation>
    </message>
    <message>
        <source>S&amp;wap Painting and Erasing</source>
        <translation>切换绘制与擦除(&amp;W)</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Back to the &amp;Default Tool</source>
        <translation>恢复默认工具(&amp;D)</translation>
    </message>
    <message>
        <source>D</source>
        <translation>D</translation>
    </message>
    <message>
        <source>Mask &amp;Everything</source>
        <translation>全部遮住(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Clear the Mask</source>
        <translation>清除蒙版(&amp;C)</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>&amp;Invert the Mask</source>
        <translation>反转蒙版(&amp;I)</translation>
    </message>
    <message>
        <source>Ctrl+I</source>
        <translation>Ctrl+I</translation>
    </message>
    <message>
        <source>Shift+V</source>
        <translation>Shift+V</translation>
    </message>
    <message>
        <source>&amp;Grow by a Cell</source>
        <translation>扩大一格(&amp;G)</translation>
    </message>
    <message>
        <source>Ctrl+]</source>
        <translation>Ctrl+]</translation>
    </message>
    <message>
        <source>&amp;Shrink by a Cell</source>
        <translation>缩小一格(&amp;S)</translation>
    </message>
    <message>
        <source>Ctrl+[</source>
        <translation>Ctrl+[</translation>
    </message>
    <message>
        <source>&amp;Unlock All Cells</source>
        <translation>解锁所有格子(&amp;U)</translation>
    </message>
    <message>
        <source>Ctrl+Shift+D</source>
        <translation>Ctrl+Shift+D</translation>
    </message>
    <message>
        <source>Cells That the Stroke &amp;Touches</source>
        <translation>笔画触及的格子(&amp;T)</translation>
    </message>
    <message>
        <source>Cells That the Stroke Covers by &amp;Half</source>
        <translation>笔画覆盖过半的格子(&amp;H)</translation>
    </message>
    <message>
        <source>Show the &amp;Mask</source>
        <translation>显示蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>Shift+H</source>
        <translation>Shift+H</translation>
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
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Too&amp;ls</source>
        <translation>工具(&amp;L)</translation>
    </message>
    <message>
        <source>Mas&amp;k</source>
        <translation>蒙版(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Save Pro&amp;ject As…</source>
        <translation>项目另存为(&amp;J)…</translation>
    </message>
    <message>
        <source>Ctrl+Alt+S</source>
        <translation>Ctrl+Alt+S</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Add to the &amp;Queue</source>
        <translation>加入队列(&amp;Q)</translation>
    </message>
    <message>
        <source>Shift+Ctrl+Return</source>
        <translation>Shift+Ctrl+Return</translation>
    </message>
    <message>
        <source>Shift+Ctrl+Enter</source>
        <translation>Shift+Ctrl+Enter</translation>
    </message>
    <message>
        <source>Add to the &amp;Front of the Queue</source>
        <translation>加入队列最前(&amp;F)</translation>
    </message>
    <message>
        <source>Alt+Ctrl+Return</source>
        <translation>Alt+Ctrl+Return</translation>
    </message>
    <message>
        <source>Pause the Q&amp;ueue</source>
        <translation>暂停队列(&amp;U)</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P</source>
        <translation>Ctrl+Shift+P</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>历史(&amp;H)</translation>
    </message>
    <message>
        <source>Ctrl+Shift+H</source>
        <translation>Ctrl+Shift+H</translation>
    </message>
    <message>
        <source>Runs of This &amp;Project</source>
        <translation>此项目的运行(&amp;P)</translation>
    </message>
    <message>
        <source>Ctrl+Shift+J</source>
        <translation>Ctrl+Shift+J</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>队列(&amp;Q)</translation>
    </message>
    <message>
        <source>Ctrl+Shift+U</source>
        <translation>Ctrl+Shift+U</translation>
    </message>
    <message>
        <source>Token &amp;Lab</source>
        <translation>标记实验室(&amp;L)</translation>
    </message>
    <message>
        <source>F7</source>
        <translation>F7</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>Ctrl+Shift+R</source>
        <translation>Ctrl+Shift+R</translation>
    </message>
    <message>
        <source>C</source>
        <translation>C</translation>
    </message>
    <message>
        <source>Ctrl+Alt+O</source>
        <translation>Ctrl+Alt+O</translation>
    </message>
    <message>
        <source>Ctrl+Alt+A</source>
        <translation>Ctrl+Alt+A</translation>
    </message>
    <message>
        <source>Ctrl+Alt+M</source>
        <translation>Ctrl+Alt+M</translation>
    </message>
    <message>
        <source>Ctrl+Alt+C</source>
        <translation>Ctrl+Alt+C</translation>
    </message>
    <message>
        <source>&amp;What If…</source>
        <translation>假如(&amp;W)…</translation>
    </message>
    <message>
        <source>F8</source>
        <translation>F8</translation>
    </message>
    <message>
        <source>&amp;Grid of Runs…</source>
        <translation>运行网格(&amp;G)…</translation>
    </message>
    <message>
        <source>F9</source>
        <translation>F9</translation>
    </message>
    <message>
        <source>&amp;Codebook…</source>
        <translation>码本(&amp;C)…</translation>
    </message>
    <message>
        <source>F6</source>
        <translation>F6</translation>
    </message>
    <message>
        <source>&amp;Heal Around the Picked Cell</source>
        <translation>修复所选格子周围(&amp;H)</translation>
    </message>
    <message>
        <source>Ctrl+Shift+L</source>
        <translation>Ctrl+Shift+L</translation>
    </message>
    <message>
        <source>E&amp;xport the Map…</source>
        <translation>导出分布图(&amp;X)…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+E</source>
        <translation>Ctrl+Shift+E</translation>
    </message>
    <message>
        <source>How a Masked Model &amp;Draws</source>
        <translation>掩码模型如何作画(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Token Brush</source>
        <translation>标记画笔(&amp;T)</translation>
    </message>
    <message>
        <source>T</source>
        <translation>T</translation>
    </message>
    <message>
        <source>La&amp;b</source>
        <translation>实验室(&amp;B)</translation>
    </message>
    <message>
        <source>T&amp;imeline</source>
        <translation>时间线(&amp;I)</translation>
    </message>
    <message>
        <source>Learn a St&amp;yle…</source>
        <translation>学习风格(&amp;Y)…</translation>
    </message>
    <message>
        <source>F5</source>
        <translation>F5</translation>
    </message>
</context>
<context>
    <name>unmask::AppearancePage</name>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
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
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>配色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>A new language shows when the program is started again.</source>
        <translation>新语言在下次启动程序时生效。</translation>
    </message>
</context>
<context>
    <name>unmask::Automation</name>
    <message>
        <source>the run was stopped</source>
        <translation>运行已停止</translation>
    </message>
    <message>
        <source>%1 could not be written</source>
        <translation>无法写入 %1</translation>
    </message>
</context>
<context>
    <name>unmask::CandidateSet</name>
    <message>
        <source>Accept Candidate</source>
        <translation>接受候选</translation>
    </message>
    <message>
        <source>Discard Candidates</source>
        <translation>丢弃候选</translation>
    </message>
</context>
<context>
    <name>unmask::CandidateStrip</name>
    <message>
        <source>Candidates</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Pixels changed outside the mask</source>
        <translation>蒙版外改变的像素</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Candidate %1, seed %2</source>
        <translation>候选 %1，种子 %2</translation>
    </message>
    <message>
        <source>The original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Candidate %1 of %2</source>
        <translation>候选 %1，共 %2 个</translation>
    </message>
    <message>
        <source>1 pixel changed outside the mask</source>
        <translation>蒙版外有 1 个像素改变</translation>
    </message>
    <message>
        <source>%1 pixels changed outside the mask</source>
        <translation>蒙版外有 %1 个像素改变</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
</context>
<context>
    <name>unmask::CanvasPage</name>
    <message>
        <source>Purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Sky blue</source>
        <translation>天蓝</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Vermilion</source>
        <translation>朱红</translation>
    </message>
    <message>
        <source>Pen &amp;pressure sets the brush size</source>
        <translation>笔压决定画笔大小(&amp;P)</translation>
    </message>
    <message>
        <source>Mask colour</source>
        <translation>蒙版颜色</translation>
    </message>
    <message>
        <source>Mask opacity</source>
        <translation>蒙版不透明度</translation>
    </message>
    <message>
        <source>Mask &amp;opacity</source>
        <translation>蒙版不透明度(&amp;O)</translation>
    </message>
    <message>
        <source>Cells a stroke selects</source>
        <translation>笔画选中的格子</translation>
    </message>
    <message>
        <source>Every cell it touches</source>
        <translation>触及的每个格子</translation>
    </message>
    <message>
        <source>Cells it covers by half</source>
        <translation>覆盖过半的格子</translation>
    </message>
    <message>
        <source>A stroke &amp;selects</source>
        <translation>笔画选中(&amp;S)</translation>
    </message>
    <message>
        <source>The colours are told apart without red-green vision too. Strokes and selected cells differ in strength, locked cells are hatched.</source>
        <translation>红绿色觉异常者也能分辨这些颜色。笔画与选中的格子深浅不同，锁定的格子带有斜线。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>unmask::CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Empty. Type a prompt and generate a picture.</source>
        <translation>空白。输入提示词并生成图片。</translation>
    </message>
    <message numerus="yes">
        <source>A picture in the making: %n cell(s) still hidden.</source>
        <translation>
            <numerusform>图片正在生成：还有 %n 个格子未显现。</numerusform>
        </translation>
    </message>
    <message>
        <source>A picture of %1 by %2 pixels.</source>
        <translation>%1 × %2 像素的图片。</translation>
    </message>
    <message>
        <source>Cells masked: %1.</source>
        <translation>已遮住的格子：%1。</translation>
    </message>
    <message>
        <source>Cells locked: %1.</source>
        <translation>已锁定的格子：%1。</translation>
    </message>
    <message>
        <source>Describe a picture</source>
        <translation>描述一张图片</translation>
    </message>
</context>
<context>
    <name>unmask::CloseButtons</name>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
</context>
<context>
    <name>unmask::CodeCatalog</name>
    <message>
        <source>Code %1; %2 times in this picture</source>
        <translation>编码 %1；在此图片中出现 %2 次</translation>
    </message>
</context>
<context>
    <name>unmask::CodebookWindow</name>
    <message>
        <source>Show where the picture holds it</source>
        <translation>显示图片中的位置</translation>
    </message>
    <message>
        <source>Paint with It</source>
        <translation>用它绘制</translation>
    </message>
    <message>
        <source>Codebook</source>
        <translation>码本</translation>
    </message>
    <message>
        <source>Sorted by</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>By number</source>
        <translation>按编号</translation>
    </message>
    <message>
        <source>By colour</source>
        <translation>按颜色</translation>
    </message>
    <message>
        <source>By use in this picture</source>
        <translation>按此图片中的使用次数</translation>
    </message>
    <message>
        <source>By use in this project</source>
        <translation>按此项目中的使用次数</translation>
    </message>
    <message>
        <source>By likeness to the chosen one</source>
        <translation>按与所选编码的相似度</translation>
    </message>
    <message>
        <source>Number of the code</source>
        <translation>编码编号</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Nearest codes</source>
        <translation>最接近的编码</translation>
    </message>
    <message>
        <source>Takes the token brush: what it goes over becomes this code, and the picture is made again</source>
        <translation>取用标记画笔：画过之处变为此编码，并重新生成图片</translation>
    </message>
    <message>
        <source>Choose a code, or pick a cell on the canvas (%1).</source>
        <translation>选择一个编码，或在画布上拾取格子（%1）。</translation>
    </message>
    <message>
        <source>Code %1 amid its own kind. In a picture it looks different beside others.
%2 times in this picture, %3 in this project&apos;s runs.</source>
        <translation>编码 %1 被同样的编码包围时的样子。在图片中与其他编码相邻时会有所不同。
在此图片中 %2 次，在此项目的运行中 %3 次。</translation>
    </message>
    <message>
        <source>Code %1, %2 away</source>
        <translation>编码 %1，距离 %2</translation>
    </message>
</context>
<context>
    <name>unmask::CropView</name>
    <message>
        <source>The part of the picture to learn from</source>
        <translation>用于学习的图片部分</translation>
    </message>
    <message>
        <source>Drag the square or its corners; the wheel, + and - size it</source>
        <translation>拖动方框或其四角；滚轮、+ 和 - 调整大小</translation>
    </message>
    <message>
        <source>Drop a picture here, paste one, or choose one below</source>
        <translation>把图片拖到这里、粘贴，或在下方选择</translation>
    </message>
</context>
<context>
    <name>unmask::DocumentModel</name>
    <message>
        <source>New Picture</source>
        <translation>新图片</translation>
    </message>
</context>
<context>
    <name>unmask::EnginePage</name>
    <message>
        <source>As many as cores</source>
        <translation>与核心数相同</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Threads to compute with. More than the processor has cores makes it slower.</source>
        <translation>计算所用的线程数。超过处理器核心数反而更慢。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>fp32: exact, runs everywhere</source>
        <translation>fp32：精确，到处可用</translation>
    </message>
    <message>
        <source>bf16: half the memory, faster on this processor</source>
        <translation>bf16：内存减半，在此处理器上更快</translation>
    </message>
    <message>
        <source>bf16: half the memory, but very slow on this processor</source>
        <translation>bf16：内存减半，但在此处理器上非常慢</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>线程数(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>精度(&amp;P)</translation>
    </message>
    <message>
        <source>Both take effect when a model is loaded the next time. With bf16, a seed can give a slightly different picture.</source>
        <translation>两项都在下次加载模型时生效。使用 bf16 时，同一种子的图片可能略有不同。</translation>
    </message>
</context>
<context>
    <name>unmask::ExportDialog</name>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>&amp;Say in the file how it was made</source>
        <translation>在文件中说明生成方式(&amp;S)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>一步</translation>
    </message>
    <message>
        <source>All steps on a sheet</source>
        <translation>所有步骤排成一页</translation>
    </message>
    <message>
        <source>All steps as a film</source>
        <translation>所有步骤做成影片</translation>
    </message>
    <message>
        <source>All steps as numbers (trace)</source>
        <translation>所有步骤的数值（轨迹）</translation>
    </message>
    <message>
        <source>start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Animated PNG</source>
        <translation>动态 PNG</translation>
    </message>
    <message>
        <source>Animated WebP</source>
        <translation>动态 WebP</translation>
    </message>
    <message>
        <source>GIF, 256 colours</source>
        <translation>GIF，256 色</translation>
    </message>
    <message>
        <source>MP4 video</source>
        <translation>MP4 视频</translation>
    </message>
    <message>
        <source>WebM video</source>
        <translation>WebM 视频</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Twice as large</source>
        <translation>放大一倍</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>内容(&amp;W)</translation>
    </message>
    <message>
        <source>St&amp;ep</source>
        <translation>步骤(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>大小(&amp;Z)</translation>
    </message>
    <message>
        <source>&amp;Time a step</source>
        <translation>每步时间(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Hold the last step</source>
        <translation>最后一步停留(&amp;H)</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出(&amp;X)…</translation>
    </message>
    <message>
        <source>Prompt, seed and settings, so that the picture can be made again</source>
        <translation>提示词、种子和设置，以便重新生成图片</translation>
    </message>
    <message>
        <source>Videos have no place for it</source>
        <translation>视频中没有存放的位置</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>%1 pictures on one</source>
        <translation>%1 张图片合为一张</translation>
    </message>
    <message>
        <source>Tokens, confidence and order of every step, as the command line&apos;s --trace writes them</source>
        <translation>每一步的标记、置信度和顺序，与命令行 --trace 的输出相同</translation>
    </message>
    <message>
        <source>%1 pictures, %2 s  ·  %3</source>
        <translation>%1 张图片，%2 秒  ·  %3</translation>
    </message>
    <message>
        <source>This picture was not made here</source>
        <translation>此图片不是在这里生成的</translation>
    </message>
</context>
<context>
    <name>unmask::Exporter</name>
    <message>
        <source>Exporting %1</source>
        <translation>正在导出 %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Exported as %1</source>
        <translation>已导出为 %1</translation>
    </message>
    <message>
        <source>The export was stopped; no file was written</source>
        <translation>导出已停止；没有写入文件</translation>
    </message>
    <message>
        <source>Nothing was exported</source>
        <translation>没有导出任何内容</translation>
    </message>
</context>
<context>
    <name>unmask::FileDialogs</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Pictures and projects (*.png *.jpg *.jpeg *.webp *.unmask)</source>
        <translation>图片和项目 (*.png *.jpg *.jpeg *.webp *.unmask)</translation>
    </message>
    <message>
        <source>Save Project As</source>
        <translation>项目另存为</translation>
    </message>
    <message>
        <source>Unmask projects (*.unmask)</source>
        <translation>Unmask 项目 (*.unmask)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <translation>%1 文件 (*.%2)</translation>
    </message>
    <message>
        <source>Add a Style</source>
        <translation>添加风格</translation>
    </message>
    <message>
        <source>Adapters (*.safetensors);;All files (*)</source>
        <translation>适配器 (*.safetensors);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>unmask::FoldSection</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已折叠</translation>
    </message>
</context>
<context>
    <name>unmask::FoldersPage</name>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Model folders</source>
        <translation>模型文件夹(&amp;M)</translation>
    </message>
    <message>
        <source>Model folders</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>Add a model, or a folder of models</source>
        <translation>添加一个模型，或装有多个模型的文件夹</translation>
    </message>
    <message>
        <source>Stop looking in this folder; nothing is deleted</source>
        <translation>不再查找此文件夹；不会删除任何内容</translation>
    </message>
    <message>
        <source>&amp;Pictures are saved in</source>
        <translation>图片保存位置(&amp;P)</translation>
    </message>
    <message>
        <source>Folder of saved pictures</source>
        <translation>保存图片的文件夹</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <source>Besides these: the model that comes with the program, %1, and the Hugging Face cache. Models are read where they are.</source>
        <translation>除此之外还有：程序自带的模型、%1 以及 Hugging Face 缓存。模型就地读取。</translation>
    </message>
    <message>
        <source>Saving elsewhere makes that the folder for the next time.</source>
        <translation>保存到别处后，下次就从那个文件夹开始。</translation>
    </message>
    <message>
        <source>Add a Folder of Models</source>
        <translation>添加模型文件夹</translation>
    </message>
    <message>
        <source>Where to Save Pictures</source>
        <translation>图片保存到哪里</translation>
    </message>
</context>
<context>
    <name>unmask::HistoryList</name>
    <message>
        <source>Pictures made</source>
        <translation>已生成的图片</translation>
    </message>
</context>
<context>
    <name>unmask::HistoryModel</name>
    <message>
        <source>%1, starred</source>
        <translation>%1，已加星标</translation>
    </message>
    <message>
        <source>%1
%2
%3 × %4, %5</source>
        <translation>%1
%2
%3 × %4，%5</translation>
    </message>
</context>
<context>
    <name>unmask::HistoryPanel</name>
    <message>
        <source>Take Back</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Starred ones only</source>
        <translation>只看星标</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>What was deleted; it stays for 30 days</source>
        <translation>已删除的内容，保留 30 天</translation>
    </message>
    <message>
        <source>Search prompts and models</source>
        <translation>搜索提示词和模型</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>搜索历史</translation>
    </message>
    <message>
        <source>The history has a problem</source>
        <translation>历史出现问题</translation>
    </message>
    <message>
        <source>Settings of an earlier picture were taken over</source>
        <translation>已采用先前图片的设置</translation>
    </message>
    <message>
        <source>1 picture in the trash</source>
        <translation>回收站中有 1 张图片</translation>
    </message>
    <message>
        <source>%1 pictures in the trash</source>
        <translation>回收站中有 %1 张图片</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>%1 pictures</source>
        <translation>%1 张图片</translation>
    </message>
    <message>
        <source>&amp;Open as Picture	Return</source>
        <translation>作为图片打开(&amp;O)	Return</translation>
    </message>
    <message>
        <source>Use &amp;All Settings	A</source>
        <translation>采用所有设置(&amp;A)	A</translation>
    </message>
    <message>
        <source>Use the &amp;Prompt	P</source>
        <translation>采用提示词(&amp;P)	P</translation>
    </message>
    <message>
        <source>Use the &amp;Seed	S</source>
        <translation>采用种子(&amp;S)	S</translation>
    </message>
    <message>
        <source>&amp;Remix: All but the Seed	R</source>
        <translation>混合：除种子外全部(&amp;R)	R</translation>
    </message>
    <message>
        <source>S&amp;tar or Unstar	.</source>
        <translation>加星标或取消(&amp;T)	.</translation>
    </message>
    <message>
        <source>Take &amp;Back out of the Trash</source>
        <translation>从回收站取回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Delete for Good	Del</source>
        <translation>永久删除(&amp;D)	Del</translation>
    </message>
    <message>
        <source>Move to the &amp;Trash	Del</source>
        <translation>移到回收站(&amp;T)	Del</translation>
    </message>
    <message>
        <source>Delete this picture for good?</source>
        <translation>永久删除这张图片？</translation>
    </message>
    <message>
        <source>Delete %1 pictures for good?</source>
        <translation>永久删除 %1 张图片？</translation>
    </message>
    <message>
        <source>Delete for Good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>The picture is in the trash.</source>
        <translation>图片已在回收站中。</translation>
    </message>
    <message>
        <source>%1 pictures are in the trash.</source>
        <translation>%1 张图片已在回收站中。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo (%1)</source>
        <translation>撤销 (%1)</translation>
    </message>
</context>
<context>
    <name>unmask::HistoryWorker</name>
    <message>
        <source>From the history</source>
        <translation>来自历史</translation>
    </message>
</context>
<context>
    <name>unmask::ImportBar</name>
    <message>
        <source>Imported picture</source>
        <translation>导入的图片</translation>
    </message>
    <message>
        <source>How the picture is made to fit</source>
        <translation>图片的适配方式</translation>
    </message>
    <message>
        <source>Cropped to fill</source>
        <translation>裁剪填满</translation>
    </message>
    <message>
        <source>Whole, with white borders</source>
        <translation>完整，加白边</translation>
    </message>
    <message>
        <source>Whole, in its own shape</source>
        <translation>完整，保持原有形状</translation>
    </message>
    <message>
        <source>How a picture of another size is made to fit the model</source>
        <translation>其他尺寸的图片如何适配模型</translation>
    </message>
    <message>
        <source>This picture says how it was made: take over its prompt, seed and settings</source>
        <translation>此图片记录了生成方式：采用其提示词、种子和设置</translation>
    </message>
    <message>
        <source>Close this bar</source>
        <translation>关闭此栏</translation>
    </message>
    <message>
        <source>%1, %2 × %3 pixels, fits as it is</source>
        <translation>%1，%2 × %3 像素，无需调整</translation>
    </message>
    <message>
        <source>%1, %2 × %3 pixels, made %4 × %5:</source>
        <translation>%1，%2 × %3 像素，调整为 %4 × %5：</translation>
    </message>
    <message>
        <source>Put this picture on the canvas</source>
        <translation>将此图片放到画布上</translation>
    </message>
    <message>
        <source>%1 says how it was made (%2).</source>
        <translation>%1 记录了生成方式（%2）。</translation>
    </message>
    <message>
        <source>%1 says how it was made (%2): “%3”</source>
        <translation>%1 记录了生成方式（%2）：“%3”</translation>
    </message>
    <message>
        <source>Use Its Settings</source>
        <translation>采用其设置</translation>
    </message>
    <message>
        <source>Use as Picture</source>
        <translation>用作图片</translation>
    </message>
</context>
<context>
    <name>unmask::KeyCapture</name>
    <message>
        <source>Press the new key…</source>
        <translation>请按新的按键…</translation>
    </message>
</context>
<context>
    <name>unmask::KeyPresets</name>
    <message>
        <source>Krita and Photoshop</source>
        <translation>Krita 和 Photoshop</translation>
    </message>
</context>
<context>
    <name>unmask::KeyScheme</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
</context>
<context>
    <name>unmask::KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>画布上</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>wheel, or Alt+wheel</source>
        <translation>滚轮，或 Alt+滚轮</translation>
    </message>
    <message>
        <source>wheel, or Ctrl+wheel</source>
        <translation>滚轮，或 Ctrl+滚轮</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+滚轮</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+滚轮</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动图片</translation>
    </message>
    <message>
        <source>middle-drag</source>
        <translation>按住中键拖动</translation>
    </message>
    <message>
        <source>Straight line</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Shift+单击</translation>
    </message>
    <message>
        <source>The other way round</source>
        <translation>反向操作</translation>
    </message>
    <message>
        <source>right button, or Ctrl</source>
        <translation>右键，或 Ctrl</translation>
    </message>
</context>
<context>
    <name>unmask::KeyTips</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>unmask::KeysPage</name>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>&amp;Change Key</source>
        <translation>更改按键(&amp;C)</translation>
    </message>
    <message>
        <source>A&amp;dd Key</source>
        <translation>添加按键(&amp;D)</translation>
    </message>
    <message>
        <source>Key preset</source>
        <translation>按键预设</translation>
    </message>
    <message>
        <source>Keys as in another program. Choosing one drops your own changes.</source>
        <translation>采用其他程序的按键。选择后会丢弃自己的更改。</translation>
    </message>
    <message>
        <source>Brush size by wheel</source>
        <translation>滚轮调整画笔大小</translation>
    </message>
    <message>
        <source>Which key turns the wheel from zooming to changing the brush size</source>
        <translation>按住哪个键时，滚轮改变画笔大小而不是缩放</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+滚轮</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+滚轮</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>搜索命令和按键</translation>
    </message>
    <message>
        <source>Search a command or a key, such as mask or Ctrl+D</source>
        <translation>搜索命令或按键，例如“蒙版”或 Ctrl+D</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>预设(&amp;P)</translation>
    </message>
    <message>
        <source>Brush si&amp;ze</source>
        <translation>画笔大小(&amp;Z)</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>搜索(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Use It Here</source>
        <translation>用在这里(&amp;U)</translation>
    </message>
    <message>
        <source>Take the key from the other command</source>
        <translation>从另一个命令取走此按键</translation>
    </message>
    <message>
        <source>&amp;Leave It</source>
        <translation>保持原样(&amp;L)</translation>
    </message>
    <message>
        <source>Change nothing</source>
        <translation>不做更改</translation>
    </message>
    <message>
        <source>Give the command this one key (Enter or double-click)</source>
        <translation>让命令只用这一个按键（回车或双击）</translation>
    </message>
    <message>
        <source>Give the command one more key</source>
        <translation>再给命令一个按键</translation>
    </message>
    <message>
        <source>&amp;No Key</source>
        <translation>无按键(&amp;N)</translation>
    </message>
    <message>
        <source>Take all keys from the command</source>
        <translation>取走命令的所有按键</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>重置(&amp;R)</translation>
    </message>
    <message>
        <source>Back to the preset&apos;s keys for this command</source>
        <translation>此命令恢复为预设按键</translation>
    </message>
    <message>
        <source>Reset &amp;All</source>
        <translation>全部重置(&amp;A)</translation>
    </message>
    <message>
        <source>Back to the preset&apos;s keys for everything</source>
        <translation>全部恢复为预设按键</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Also the key of %1</source>
        <translation>也是%1的按键</translation>
    </message>
    <message>
        <source>%1 is the key of %2.</source>
        <translation>%1 是%2的按键。</translation>
    </message>
</context>
<context>
    <name>unmask::LabControl</name>
    <message>
        <source>Lock Cell</source>
        <translation>锁定格子</translation>
    </message>
    <message>
        <source>Mask Cell</source>
        <translation>遮住格子</translation>
    </message>
    <message>
        <source>Row %1, column %2: </source>
        <translation>第 %1 行，第 %2 列：</translation>
    </message>
    <message>
        <source>not measured in this step</source>
        <translation>此步未测量</translation>
    </message>
    <message>
        <source>Row %1, column %2</source>
        <translation>第 %1 行，第 %2 列</translation>
    </message>
    <message>
        <source>Still hidden; meant to be token %1 with %2 %.</source>
        <translation>尚未显现；拟为标记 %1，概率 %2 %。</translation>
    </message>
    <message>
        <source>Token %1, fixed with %2 %.</source>
        <translation>标记 %1，以 %2 % 确定。</translation>
    </message>
    <message>
        <source>With the prompt alone %1 %, without it %2 %.</source>
        <translation>仅用提示词时 %1 %，不用时 %2 %。</translation>
    </message>
    <message>
        <source>Entropy %1 nats, prompt pull %2 nats.</source>
        <translation>熵 %1 奈特，提示词拉力 %2 奈特。</translation>
    </message>
    <message>
        <source>All other tokens together: %1 %.</source>
        <translation>其他所有标记合计：%1 %。</translation>
    </message>
    <message>
        <source>There from the start: no step measured it.</source>
        <translation>一开始就有：没有任何一步测量过。</translation>
    </message>
    <message>
        <source>Swap Token</source>
        <translation>替换标记</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>Token %1.</source>
        <translation>标记 %1。</translation>
    </message>
    <message>
        <source>Put in by hand; the run had drawn token %1 with %2 %.</source>
        <translation>手动放入；运行原本抽取的是标记 %1（%2 %）。</translation>
    </message>
    <message>
        <source>Now it is token %1.</source>
        <translation>现在是标记 %1。</translation>
    </message>
    <message>
        <source>Step %1.</source>
        <translation>第 %1 步。</translation>
    </message>
    <message>
        <source>Choose a code in the codebook first (%1)</source>
        <translation>请先在码本中选择一个编码（%1）</translation>
    </message>
    <message>
        <source>Tokens are painted into a finished picture</source>
        <translation>只能在已完成的图片上绘制标记</translation>
    </message>
    <message>
        <source>Paint Token</source>
        <translation>绘制标记</translation>
    </message>
    <message>
        <source>Unlock Cell</source>
        <translation>解锁格子</translation>
    </message>
</context>
<context>
    <name>unmask::LabMaps</name>
    <message>
        <source>This picture was not made here: there is no recorded run.</source>
        <translation>此图片不是在这里生成的：没有记录的运行。</translation>
    </message>
    <message>
        <source>Nothing was measured in this step.</source>
        <translation>这一步没有测量任何内容。</translation>
    </message>
    <message>
        <source>Waiting for the engine…</source>
        <translation>正在等待引擎…</translation>
    </message>
    <message>
        <source>The run is still going on.</source>
        <translation>运行仍在进行。</translation>
    </message>
    <message>
        <source>The original&apos;s run</source>
        <translation>原图的运行</translation>
    </message>
    <message>
        <source>The run of candidate %1</source>
        <translation>候选 %1 的运行</translation>
    </message>
    <message>
        <source>The start of this run</source>
        <translation>此运行的开头</translation>
    </message>
    <message>
        <source>Step %1 of this run</source>
        <translation>此运行的第 %1 步</translation>
    </message>
    <message>
        <source>There is nothing to compare with.</source>
        <translation>没有可比较的对象。</translation>
    </message>
    <message>
        <source>%1 of %2 cells differ.</source>
        <translation>%2 个格子中有 %1 个不同。</translation>
    </message>
    <message>
        <source>The colour is the step they part in.</source>
        <translation>颜色表示开始不同的步骤。</translation>
    </message>
    <message>
        <source>There is no picture.</source>
        <translation>没有图片。</translation>
    </message>
    <message>
        <source>Made with the model %1: load it to ask.</source>
        <translation>由模型 %1 生成：请加载它再提问。</translation>
    </message>
</context>
<context>
    <name>unmask::LabPanel</name>
    <message>
        <source>Reveal order</source>
        <translation>显现顺序</translation>
    </message>
    <message>
        <source>Confidence, guided</source>
        <translation>置信度（有引导）</translation>
    </message>
    <message>
        <source>Probability of the chosen token under guidance. The model&apos;s opinion, not correctness.</source>
        <translation>有引导时所选标记的概率。这是模型的看法，不代表正确。</translation>
    </message>
    <message>
        <source>Confidence with the prompt</source>
        <translation>置信度（有提示词）</translation>
    </message>
    <message>
        <source>Probability of the chosen token given the prompt alone, before guidance.</source>
        <translation>仅给定提示词、引导之前所选标记的概率。</translation>
    </message>
    <message>
        <source>Confidence without the prompt</source>
        <translation>置信度（无提示词）</translation>
    </message>
    <message>
        <source>Probability of the chosen token given the negative prompt.</source>
        <translation>给定反向提示词时所选标记的概率。</translation>
    </message>
    <message>
        <source>Hesitation (entropy)</source>
        <translation>犹豫（熵）</translation>
    </message>
    <message>
        <source>How undecided the model was, in nats. A guide to what to hide again.</source>
        <translation>模型的犹豫程度，以奈特计。可据此决定重新隐藏哪里。</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>差距</translation>
    </message>
    <message>
        <source>Probability of the best token minus that of the second.</source>
        <translation>最佳标记的概率减去次佳标记的概率。</translation>
    </message>
    <message>
        <source>Selection score</source>
        <translation>选择分数</translation>
    </message>
    <message>
        <source>What really ordered the reveal: log p plus annealed noise, or the rank in a fixed order.</source>
        <translation>真正决定显现顺序的量：log p 加退火噪声，或固定顺序中的名次。</translation>
    </message>
    <message>
        <source>Prompt pull</source>
        <translation>提示词拉力</translation>
    </message>
    <message>
        <source>How far the prompt moves the distribution: KL divergence in nats.</source>
        <translation>提示词使分布移动多远：KL 散度，以奈特计。</translation>
    </message>
    <message>
        <source>Put In</source>
        <translation>放入</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>遮住</translation>
    </message>
    <message>
        <source>Mask Around</source>
        <translation>遮住周围</translation>
    </message>
    <message>
        <source>Token lab</source>
        <translation>标记实验室</translation>
    </message>
    <message>
        <source>Map over the picture</source>
        <translation>图片上的映射图</translation>
    </message>
    <message>
        <source>No map</source>
        <translation>无映射图</translation>
    </message>
    <message>
        <source>Attention of a word</source>
        <translation>词的注意力</translation>
    </message>
    <message>
        <source>Words of the prompt</source>
        <translation>提示词中的词</translation>
    </message>
    <message>
        <source>Token Lab</source>
        <translation>标记实验室</translation>
    </message>
    <message>
        <source>What the cell could have been</source>
        <translation>此格原本可能是什么</translation>
    </message>
    <message>
        <source>Put the chosen token in this cell (double-click does it, too)</source>
        <translation>将所选标记放入此格（双击亦可）</translation>
    </message>
    <message>
        <source>No run may change this cell</source>
        <translation>任何运行都不得改变此格</translation>
    </message>
    <message>
        <source>Mask this cell, so that the next run draws it again</source>
        <translation>遮住此格，让下次运行重新生成</translation>
    </message>
    <message>
        <source>Mask this cell and the eight around it</source>
        <translation>遮住此格及周围八格</translation>
    </message>
    <message>
        <source>Choose the picker (I) and click a cell.</source>
        <translation>选择拾取工具（I）并单击一个格子。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Token %1</source>
        <translation>标记 %1</translation>
    </message>
    <message>
        <source>Where the network looks at a word, mean over heads and layers or of chosen ones. Correlation, not cause.</source>
        <translation>网络在何处关注某个词，对注意力头和层取平均，或只取所选的。是相关，不是因果。</translation>
    </message>
    <message>
        <source>Leaving a word out, one step</source>
        <translation>去掉一个词（单步）</translation>
    </message>
    <message>
        <source>How much this step&apos;s prediction would move without the word: total variation, 0 … 1. A cause, within one step.</source>
        <translation>没有该词时这一步的预测会移动多少：总变差，0 … 1。是单步之内的因果。</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Cells that hold another token than another run or another step.</source>
        <translation>与另一次运行或另一步骤标记不同的格子。</translation>
    </message>
    <message>
        <source>Loss by encoding</source>
        <translation>编码损失</translation>
    </message>
    <message>
        <source>What turning the picture into tokens and back costs: root mean square of the difference, 0 … 1.</source>
        <translation>把图片变成标记再变回来的损失：差值的均方根，0 … 1。</translation>
    </message>
    <message>
        <source>Heal</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Layer of the attention</source>
        <translation>注意力的层</translation>
    </message>
    <message>
        <source>Head of the attention</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>Difference from</source>
        <translation>与之比较</translation>
    </message>
    <message>
        <source>Draw the eight cells around this one again, so that they fit it</source>
        <translation>重新生成周围八个格子，使其与此格协调</translation>
    </message>
    <message>
        <source>Least Sure…</source>
        <translation>最不确定…</translation>
    </message>
    <message>
        <source>Draw the cells again that the model was least sure of</source>
        <translation>重新生成模型最不确定的格子</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>所有层</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>All heads</source>
        <translation>所有头</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>第 %1 头</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>The step that fixed each cell; 0: it was given.</source>
        <translation>确定每个格子的步骤；0 表示给定。</translation>
    </message>
</context>
<context>
    <name>unmask::LearnDialog</name>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>Learn a Style</source>
        <translation>学习风格</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>正在处理</translation>
    </message>
    <message>
        <source>What is being learned goes on</source>
        <translation>学习会继续进行</translation>
    </message>
    <message>
        <source>Learning “%1” takes about %2 and %3 of memory.

One can go on painting meanwhile: learning waits while a picture is made. It can be paused and stopped at any time, and everything is saved.

The style goes to
%4</source>
        <translation>学习“%1”大约需要 %2 和 %3 内存。

其间可以继续绘画：生成图片时学习会等待。随时可以暂停或停止，一切都会保存。

风格保存到
%4</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Start &amp;Learning</source>
        <translation>开始学习(&amp;L)</translation>
    </message>
    <message>
        <source>Learn &amp;Another</source>
        <translation>再学一个(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Prepare</source>
        <translation>准备(&amp;P)</translation>
    </message>
    <message>
        <source>Next, the time and memory it takes are measured.</source>
        <translation>接下来测量所需的时间和内存。</translation>
    </message>
    <message>
        <source>Loading the model and measuring…</source>
        <translation>正在加载模型并测量…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Clos&amp;e</source>
        <translation>关闭(&amp;E)</translation>
    </message>
</context>
<context>
    <name>unmask::LearnProgress</name>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Stop and Save</source>
        <translation>停止并保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Use It Now</source>
        <translation>立即使用(&amp;U)</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Pictures drawn while it learned</source>
        <translation>学习过程中画的图片</translation>
    </message>
    <message>
        <source>Go back to how the same pictures looked earlier; they all begin with one seed</source>
        <translation>回看同样的图片先前的样子；它们都用同一个种子</translation>
    </message>
    <message>
        <source>Add the style, as far as it has got, to the list under the prompt</source>
        <translation>把目前学到的风格加入提示词下方的列表</translation>
    </message>
    <message>
        <source>Everything is saved: the style can be used, and learning can go on later</source>
        <translation>一切都会保存：风格可以使用，以后还能继续学习</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>The model draws pictures of its own to learn from: %1 of %2</source>
        <translation>模型先自己画图用来学习：%1 / %2</translation>
    </message>
    <message>
        <source>Update %1 of %2</source>
        <translation>更新 %1 / %2</translation>
    </message>
    <message>
        <source>Stopping and saving…</source>
        <translation>正在停止并保存…</translation>
    </message>
    <message>
        <source>%1  ·  paused; everything is saved</source>
        <translation>%1  ·  已暂停；一切已保存</translation>
    </message>
    <message>
        <source>%1  ·  waits while a picture is made</source>
        <translation>%1  ·  等待图片生成</translation>
    </message>
    <message>
        <source>Begins…  ·  %1</source>
        <translation>开始…  ·  %1</translation>
    </message>
    <message>
        <source>%1  ·  %2</source>
        <translation>%1  ·  %2</translation>
    </message>
    <message>
        <source>Learned. The style is saved and can be used.</source>
        <translation>学会了。风格已保存，可以使用。</translation>
    </message>
    <message>
        <source>Stopped before the first update: there is no style yet. What was done is saved, and learning can go on later.</source>
        <translation>在第一次更新之前停止：还没有风格。已完成的部分已保存，以后可以继续学习。</translation>
    </message>
    <message>
        <source>Stopped after %1 updates. Everything is saved: the style can be used, and learning can go on later.</source>
        <translation>在 %1 次更新后停止。一切已保存：风格可以使用，以后还能继续学习。</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>no pictures yet</source>
        <translation>还没有图片</translation>
    </message>
    <message>
        <source>after update %1</source>
        <translation>第 %1 次更新后</translation>
    </message>
    <message>
        <source>before it learned</source>
        <translation>学习之前</translation>
    </message>
</context>
<context>
    <name>unmask::LearnSetup</name>
    <message>
        <source>&amp;Choose a Picture…</source>
        <translation>选择图片(&amp;C)…</translation>
    </message>
    <message>
        <source>P&amp;aste</source>
        <translation>粘贴(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Use the Current Picture</source>
        <translation>使用当前图片(&amp;U)</translation>
    </message>
    <message>
        <source>ink</source>
        <translation>ink</translation>
    </message>
    <message>
        <source>a mushroom</source>
        <translation>a mushroom</translation>
    </message>
    <message>
        <source>What the picture shows, without a word about its style. Small models read English.</source>
        <translation>图片画的是什么，不要提风格。小模型读英文。</translation>
    </message>
    <message>
        <source>The words that ask for the style in a prompt later</source>
        <translation>以后在提示词中用来要求这种风格的词</translation>
    </message>
    <message>
        <source>How many times the style is made a little better</source>
        <translation>风格被逐步改进的次数</translation>
    </message>
    <message>
        <source>How much the style can hold; the file grows with it</source>
        <translation>风格能容纳多少内容；文件随之变大</translation>
    </message>
    <message>
        <source>Pictures the model draws itself first, redrawn in the picture&apos;s manner, so that it learns the style and not the thing. 0: from the picture alone</source>
        <translation>模型先自己画、再按图片的手法重画的图片，好让它学会风格而不是物体。0：只用这张图片</translation>
    </message>
    <message>
        <source>Another number learns a little differently</source>
        <translation>换一个数字，学到的略有不同</translation>
    </message>
    <message>
        <source>Processor cores to learn with. Fewer leave more for the window and other programs</source>
        <translation>用于学习的处理器核心。少用一些，窗口和其他程序就更流畅</translation>
    </message>
    <message>
        <source>How long to learn</source>
        <translation>学多久</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>It &amp;shows</source>
        <translation>画的是(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Learn</source>
        <translation>学习(&amp;L)</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>更新次数</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>Own pictures</source>
        <translation>自画图片</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>彻底</translation>
    </message>
    <message>
        <source>As the reference (256)</source>
        <translation>同参考实现 (256)</translation>
    </message>
    <message>
        <source>As the reference (512)</source>
        <translation>同参考实现 (512)</translation>
    </message>
    <message>
        <source>Load a model first: a style is learned for one model.</source>
        <translation>请先加载模型：风格是为某个模型学习的。</translation>
    </message>
    <message>
        <source>Choose a picture to learn from.</source>
        <translation>请选择用于学习的图片。</translation>
    </message>
    <message>
        <source>Give the style a name.</source>
        <translation>请给风格取名。</translation>
    </message>
    <message>
        <source>The name is to be that of a file: without / \ : * ? &quot; &lt; &gt; | and no dot in front.</source>
        <translation>名称要能用作文件名：不含 / \ : * ? &quot; &lt; &gt; |，也不以点开头。</translation>
    </message>
    <message>
        <source>There is a style of this name already. Choose another name.</source>
        <translation>已有同名风格。请换一个名称。</translation>
    </message>
    <message>
        <source>A style of this name is being learned: go on with it, or forget it.</source>
        <translation>同名风格正在学习：请继续它，或放弃它。</translation>
    </message>
    <message>
        <source>Say what the picture shows.</source>
        <translation>请说明图片画的是什么。</translation>
    </message>
    <message>
        <source>The picture&apos;s caption: “%1”</source>
        <translation>图片说明：“%1”</translation>
    </message>
    <message>
        <source>%1 updates from the picture and %2 that the model draws itself.</source>
        <translation>%1 次更新，用这张图片和模型自画的 %2 张。</translation>
    </message>
    <message>
        <source>%1 updates from the picture alone.</source>
        <translation>%1 次更新，只用这张图片。</translation>
    </message>
    <message>
        <source>Goes to %1</source>
        <translation>保存到 %1</translation>
    </message>
    <message>
        <source>Its name in the list, and of its file</source>
        <translation>列表中的名称，也是文件名</translation>
    </message>
    <message>
        <source>Style &amp;words</source>
        <translation>风格词(&amp;W)</translation>
    </message>
    <message>
        <source>%1 updates from the picture alone: the model does not say what it could draw besides (unmask_prompts.txt).</source>
        <translation>%1 次更新，只用这张图片：模型没有说明它还能画什么（unmask_prompts.txt）。</translation>
    </message>
</context>
<context>
    <name>unmask::Lesson</name>
    <message>
        <source>A picture made of words</source>
        <translation>由“词”组成的图片</translation>
    </message>
    <message>
        <source>The model does not know pixels. It knows a grid of cells, and for each cell one of a few thousand codes: its words for little patches.

Try: move the cursor over the grid. Each square is one code.</source>
        <translation>模型不认识像素。它只认识由格子组成的网格，每个格子是几千个编码之一：那是它描述小块画面的“词”。

试一试：把光标移到网格上。每个方块就是一个编码。</translation>
    </message>
    <message>
        <source>It begins with nothing</source>
        <translation>从空白开始</translation>
    </message>
    <message>
        <source>Before the first step the cells are masked: hatched here. In every step the model guesses all masked cells at once, keeps the guesses it likes best, and masks the rest again.

Try: drag along the steps, or press %1 and %2.</source>
        <translation>第一步之前所有格子都被遮住：这里以斜线表示。每一步模型都同时猜测所有被遮住的格子，保留最满意的猜测，把其余的重新遮住。

试一试：沿步骤拖动，或按 %1 和 %2。</translation>
    </message>
    <message>
        <source>Who comes first</source>
        <translation>谁先出现</translation>
    </message>
    <message>
        <source>This map shows the step that fixed each cell: dark early, bright late. Most cells are decided in the last steps, when the rest of the picture says what must stand there.

Try: move the cursor over the picture and read the step below the colours.</source>
        <translation>这张图显示每个格子在哪一步确定：暗色早，亮色晚。大多数格子在最后几步才确定，那时画面的其余部分已经说明该放什么。

试一试：把光标移到图片上，在颜色条下方读出步骤。</translation>
    </message>
    <message>
        <source>How sure it was</source>
        <translation>它有多确定</translation>
    </message>
    <message>
        <source>Entropy is hesitation: bright where many codes would have done. It is the model&apos;s own doubt, not a measure of right and wrong.

Try: choose “Confidence, guided” in the list, and compare.</source>
        <translation>熵就是犹豫：亮处表示有许多编码都可以。这是模型自己的疑虑，不是对错的度量。

试一试：在列表中选择“置信度（有引导）”并比较。</translation>
    </message>
    <message>
        <source>What else it could have been</source>
        <translation>它还可能是什么</translation>
    </message>
    <message>
        <source>Here is the cell the model hesitated over most, with what else it thought of, and how likely each was.

Try: double-click another one to put it in; %1 takes it back. The picker (%2) looks at other cells.</source>
        <translation>这是模型最犹豫的格子，以及它还考虑过什么、各有多大可能。

试一试：双击另一个把它放进去；%1 可撤销。用拾取工具（%2）查看其他格子。</translation>
    </message>
    <message>
        <source>Where it looks</source>
        <translation>它看向哪里</translation>
    </message>
    <message>
        <source>While it guesses, every cell looks at the words of the prompt. The map shows how much at one of them. That is correlation: looking is not yet using.

Try: click another word. Go to an earlier step and see whether it looks elsewhere.</source>
        <translation>猜测时，每个格子都会看提示词中的各个词。这张图显示它对其中一个词看了多少。这是相关：看不等于用。

试一试：单击另一个词。回到更早的步骤，看它是否看向别处。</translation>
    </message>
    <message>
        <source>What a word does</source>
        <translation>一个词的作用</translation>
    </message>
    <message>
        <source>The dice of a run can be kept. Leave a word out with the same dice, and whatever changes is that word&apos;s doing: a cause.

Try: press this button (%1), then “Leave Out Each Word”.</source>
        <translation>一次运行的“骰子”可以保留。用同样的骰子去掉一个词，凡是改变的都是这个词的作用：这是因果。

试一试：按此按钮（%1），再按“逐个去掉词”。</translation>
    </message>
    <message>
        <source>Take part</source>
        <translation>亲自参与</translation>
    </message>
    <message>
        <source>Repainting, varying and healing are the same game from another start: some cells are masked again, the others stay.

Try: brush over a part of the picture and press the button (%1). Only that part is drawn anew.</source>
        <translation>重绘、变化和修复是同一个游戏的不同起点：一些格子重新被遮住，其余保持不变。

试一试：用画笔涂过图片的一部分，再按此按钮（%1）。只有那一部分会重新绘制。</translation>
    </message>
</context>
<context>
    <name>unmask::LossPlot</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>How far the model is from drawing the picture&apos;s style, update by update. Lower is better.</source>
        <translation>模型离图片的风格还有多远，逐次更新。越低越好。</translation>
    </message>
    <message>
        <source>Now %1</source>
        <translation>现在 %1</translation>
    </message>
</context>
<context>
    <name>unmask::MainWindow</name>
    <message>
        <source>The settings are not being remembered</source>
        <translation>设置未能记住</translation>
    </message>
    <message>
        <source>The last session&apos;s settings are gone</source>
        <translation>上次会话的设置已丢失</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard</source>
        <translation>剪贴板中没有图片</translation>
    </message>
    <message>
        <source>Takes effect when a model is loaded the next time</source>
        <translation>下次加载模型时生效</translation>
    </message>
    <message>
        <source>Loading was stopped</source>
        <translation>加载已停止</translation>
    </message>
    <message>
        <source>No model was found</source>
        <translation>未找到模型</translation>
    </message>
    <message>
        <source>Open a folder that holds a model in the diffusers layout (model_index.json inside).</source>
        <translation>请打开包含 diffusers 格式模型的文件夹（内有 model_index.json）。</translation>
    </message>
    <message>
        <source>Open Folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open a Model Folder</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>%1 is ready</source>
        <translation>%1 已就绪</translation>
    </message>
    <message>
        <source>The earlier model stays in use</source>
        <translation>继续使用之前的模型</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>%1 could not be loaded</source>
        <translation>无法加载 %1</translation>
    </message>
    <message>
        <source>Unmask</source>
        <translation>Unmask</translation>
    </message>
    <message>
        <source>%1 — Unmask</source>
        <translation>%1 — Unmask</translation>
    </message>
    <message>
        <source>[%1] %2</source>
        <translation>[%1] %2</translation>
    </message>
    <message>
        <source>row %1, column %2  ·  </source>
        <translation>第 %1 行，第 %2 列  ·  </translation>
    </message>
    <message>
        <source>%1 × %2  ·  %3 %</source>
        <translation>%1 × %2  ·  %3 %</translation>
    </message>
    <message>
        <source>Vary the Least Confident Cells</source>
        <translation>变化最不确定的格子</translation>
    </message>
    <message>
        <source>Draw again, of the cells the model was least sure of (%):</source>
        <translation>在模型最不确定的格子中重新生成（%）：</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>%1 throws this run away.</source>
        <translation>%1 丢弃此次运行。</translation>
    </message>
    <message>
        <source>The project is not saved</source>
        <translation>项目尚未保存</translation>
    </message>
    <message>
        <source>Its last changes could not be written. Make room on the disk, or save the project under another name, and they are kept.</source>
        <translation>最后的更改无法写入。请清理磁盘空间，或将项目另存为其他名称，更改即可保留。</translation>
    </message>
    <message>
        <source>Close and Lose Them</source>
        <translation>关闭并丢弃</translation>
    </message>
</context>
<context>
    <name>unmask::MapExport</name>
    <message>
        <source>Picture with legend (PNG)</source>
        <translation>带图例的图片（PNG）</translation>
    </message>
    <message>
        <source>Numbers as a table (CSV)</source>
        <translation>数值表格（CSV）</translation>
    </message>
    <message>
        <source>Numbers as a tensor (safetensors)</source>
        <translation>数值张量（safetensors）</translation>
    </message>
    <message>
        <source>Export the Map</source>
        <translation>导出分布图</translation>
    </message>
    <message>
        <source>The map was not exported</source>
        <translation>分布图未导出</translation>
    </message>
    <message>
        <source>Exported as %1</source>
        <translation>已导出为 %1</translation>
    </message>
    <message>
        <source>Export “%1” as</source>
        <translation>将“%1”导出为</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
</context>
<context>
    <name>unmask::MapLegend</name>
    <message>
        <source>Colours from %1 to %2</source>
        <translation>颜色从 %1 到 %2</translation>
    </message>
</context>
<context>
    <name>unmask::MaskFiles</name>
    <message>
        <source>The mask was not imported</source>
        <translation>蒙版未导入</translation>
    </message>
    <message>
        <source>Import Mask</source>
        <translation>导入蒙版</translation>
    </message>
    <message>
        <source>Mask imported from %1</source>
        <translation>已从 %1 导入蒙版</translation>
    </message>
    <message>
        <source>Mask imported from %1, stretched from %2 × %3</source>
        <translation>已从 %1 导入蒙版，由 %2 × %3 拉伸</translation>
    </message>
    <message>
        <source>The mask was not exported</source>
        <translation>蒙版未导出</translation>
    </message>
    <message>
        <source>Mask exported as %1</source>
        <translation>蒙版已导出为 %1</translation>
    </message>
    <message>
        <source>Mask Transparent Parts</source>
        <translation>遮住透明部分</translation>
    </message>
</context>
<context>
    <name>unmask::MaskModel</name>
    <message>
        <source>Mask Everything</source>
        <translation>全部遮住</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>清除蒙版</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>反转蒙版</translation>
    </message>
    <message>
        <source>Grow Mask</source>
        <translation>扩大蒙版</translation>
    </message>
    <message>
        <source>Shrink Mask</source>
        <translation>缩小蒙版</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Erase Area</source>
        <translation>擦除区域</translation>
    </message>
    <message>
        <source>Unlock All Cells</source>
        <translation>解锁所有格子</translation>
    </message>
</context>
<context>
    <name>unmask::MaskTools</name>
    <message>
        <source>Lock Cells</source>
        <translation>锁定格子</translation>
    </message>
    <message>
        <source>Unlock Cells</source>
        <translation>解锁格子</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Erase Rectangle</source>
        <translation>擦除矩形</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Erase Lasso</source>
        <translation>擦除套索</translation>
    </message>
    <message>
        <source>Brush Stroke</source>
        <translation>画笔笔画</translation>
    </message>
    <message>
        <source>Eraser Stroke</source>
        <translation>橡皮笔画</translation>
    </message>
</context>
<context>
    <name>unmask::Message</name>
    <message>
        <source>expected %1</source>
        <translation>应为 %1</translation>
    </message>
    <message>
        <source>found %1</source>
        <translation>实为 %1</translation>
    </message>
</context>
<context>
    <name>unmask::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>unmask::ModelChooser</name>
    <message>
        <source>built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>your folder</source>
        <translation>自己的文件夹</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Hugging Face 缓存</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>Open Folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>The model that draws</source>
        <translation>用来作画的模型</translation>
    </message>
</context>
<context>
    <name>unmask::OverflowRow</name>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>More options, for which this window has no room</source>
        <translation>此窗口放不下的更多选项</translation>
    </message>
</context>
<context>
    <name>unmask::PictureFiles</name>
    <message>
        <source>The picture was not saved</source>
        <translation>图片未保存</translation>
    </message>
    <message>
        <source>Already saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>保存为 %1</translation>
    </message>
    <message>
        <source>Copied to the clipboard</source>
        <translation>已复制到剪贴板</translation>
    </message>
</context>
<context>
    <name>unmask::PictureImporter</name>
    <message>
        <source>The picture was not opened</source>
        <translation>图片未打开</translation>
    </message>
    <message>
        <source>the clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>Load a model first</source>
        <translation>请先加载模型</translation>
    </message>
    <message>
        <source>A picture is fitted to the size that the model works with.</source>
        <translation>图片会按模型所用的尺寸调整。</translation>
    </message>
    <message>
        <source>Import Picture</source>
        <translation>导入图片</translation>
    </message>
</context>
<context>
    <name>unmask::PresetChooser</name>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Steps, guidance and order as the model suggests them</source>
        <translation>模型建议的步数、引导和顺序</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>自定设置</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
</context>
<context>
    <name>unmask::ProgressStrip</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Loading %1…</source>
        <translation>正在加载 %1…</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>Picture %1 of %2 · </source>
        <translation>第 %1 张，共 %2 张 · </translation>
    </message>
    <message>
        <source>Reading the prompt · %1</source>
        <translation>正在读取提示词 · %1</translation>
    </message>
    <message>
        <source>0/%1</source>
        <translation>0/%1</translation>
    </message>
    <message>
        <source>Step %1 of %2 · %3 · about %4 left</source>
        <translation>第 %1 步，共 %2 步 · %3 · 约剩 %4</translation>
    </message>
    <message>
        <source>%1/%2 · %3 left</source>
        <translation>%1/%2 · 剩 %3</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>unmask::ProjectFiles</name>
    <message>
        <source>The project is %1 from now on</source>
        <translation>项目从现在起为 %1</translation>
    </message>
    <message>
        <source>The project was not saved under that name</source>
        <translation>项目未能以该名称保存</translation>
    </message>
    <message>
        <source>The project cannot be saved</source>
        <translation>无法保存项目</translation>
    </message>
    <message>
        <source>Nothing is lost yet: it is tried again every few seconds.</source>
        <translation>尚未丢失任何内容：每隔几秒会重试。</translation>
    </message>
    <message>
        <source>Save Project As…</source>
        <translation>项目另存为…</translation>
    </message>
    <message>
        <source>The project is saved again</source>
        <translation>项目已恢复保存</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <translation>%1（只读）</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>This project can be looked at, but not changed</source>
        <translation>此项目可以查看，但不能更改</translation>
    </message>
    <message>
        <source>%1
%2
What you do here is kept once the project is saved under another name.</source>
        <translation>%1
%2
将项目以其他名称保存后，这里的操作才会保留。</translation>
    </message>
    <message>
        <source>Everything up to the last change is here again.</source>
        <translation>直到最后一次更改的内容都已恢复。</translation>
    </message>
    <message>
        <source>Other unnamed projects are under File, Open Recent.</source>
        <translation>其他未命名的项目在“文件 &gt; 最近打开”中。</translation>
    </message>
    <message>
        <source>Unmask did not end in an orderly way the last time</source>
        <translation>Unmask 上次未正常结束</translation>
    </message>
    <message>
        <source>This project was not closed in an orderly way</source>
        <translation>此项目未正常关闭</translation>
    </message>
    <message>
        <source>The project was not opened</source>
        <translation>项目未打开</translation>
    </message>
    <message>
        <source>Nothing is being saved</source>
        <translation>没有保存任何内容</translation>
    </message>
    <message>
        <source>Unnamed, %1</source>
        <translation>未命名，%1</translation>
    </message>
    <message>
        <source>Unnamed: %1</source>
        <translation>未命名：%1</translation>
    </message>
    <message>
        <source>No other projects yet</source>
        <translation>还没有其他项目</translation>
    </message>
</context>
<context>
    <name>unmask::PromptPanel</name>
    <message>
        <source>Negative prompt</source>
        <translation>反向提示词</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>What the picture should show, for example: a red apple</source>
        <translation>图片要表现什么，例如：a red apple</translation>
    </message>
    <message>
        <source>What the picture should show. Alt+Up and Alt+Down call earlier ones back,
{red|blue} lets the seed choose</source>
        <translation>图片要表现什么。Alt+上 和 Alt+下 找回以前的提示词，
{red|blue} 由种子选择</translation>
    </message>
    <message>
        <source>What it should not show</source>
        <translation>不要表现什么</translation>
    </message>
    <message>
        <source>What the picture should keep away from; needs guidance above 1</source>
        <translation>图片应避开的内容；需要引导大于 1</translation>
    </message>
    <message>
        <source>Mo&amp;del</source>
        <translation>模型(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>种子(&amp;S)</translation>
    </message>
    <message>
        <source>Tokens used</source>
        <translation>已用标记</translation>
    </message>
    <message>
        <source>How much of the text the model can read is used, in tokens</source>
        <translation>模型可读取的文本用了多少，以标记计</translation>
    </message>
    <message>
        <source>&amp;Prompt</source>
        <translation>提示词(&amp;P)</translation>
    </message>
    <message>
        <source>What the button does</source>
        <translation>按钮的作用</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Too long, cut off: “%1”</source>
        <translation>过长，已截断：“%1”</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Choose a model first</source>
        <translation>请先选择模型</translation>
    </message>
    <message>
        <source>Stop Waiting</source>
        <translation>不再等待</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop and throw this picture away</source>
        <translation>停止并丢弃这张图片</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>The picture starts when the model is loaded. Press to call it off</source>
        <translation>模型加载后开始生成图片。按下可取消</translation>
    </message>
</context>
<context>
    <name>unmask::QueuePanel</name>
    <message>
        <source>Runs that wait</source>
        <translation>等待中的运行</translation>
    </message>
    <message>
        <source>Earlier (Alt+Up)</source>
        <translation>提前（Alt+上）</translation>
    </message>
    <message>
        <source>Later (Alt+Down)</source>
        <translation>推后（Alt+下）</translation>
    </message>
    <message>
        <source>Try again (R)</source>
        <translation>重试（R）</translation>
    </message>
    <message>
        <source>Remove (Del)</source>
        <translation>移除（Del）</translation>
    </message>
    <message>
        <source>Paused: what waits does not start by itself.</source>
        <translation>已暂停：等待的运行不会自动开始。</translation>
    </message>
    <message>
        <source>Each starts as soon as the engine is free.</source>
        <translation>引擎空闲后依次开始。</translation>
    </message>
    <message>
        <source>Nothing waits.</source>
        <translation>没有等待的运行。</translation>
    </message>
    <message>
        <source>Nothing waits. %1 adds what Generate would do now.</source>
        <translation>没有等待的运行。%1 将“生成”当前要做的事加入队列。</translation>
    </message>
</context>
<context>
    <name>unmask::RunFlow</name>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>The held run was thrown away</source>
        <translation>停住的运行已丢弃</translation>
    </message>
    <message>
        <source>Branched after step %1; prompt and settings are those of that run</source>
        <translation>已在第 %1 步后分支；提示词和设置来自那次运行</translation>
    </message>
    <message>
        <source>Hide Cells Again</source>
        <translation>重新隐藏格子</translation>
    </message>
    <message>
        <source>Fix Cells</source>
        <translation>确定格子</translation>
    </message>
    <message>
        <source>No masked cell changes by that</source>
        <translation>这样不会改变任何已遮住的格子</translation>
    </message>
    <message>
        <source>The picture could not be made</source>
        <translation>无法生成图片</translation>
    </message>
    <message>
        <source>Accepts candidate %1 first. </source>
        <translation>先接受候选 %1。</translation>
    </message>
    <message>
        <source>Done in %1</source>
        <translation>完成，用时 %1</translation>
    </message>
    <message>
        <source>Held after step %1</source>
        <translation>停在第 %1 步之后</translation>
    </message>
    <message>
        <source>Stopped; pictures that were ready: %1</source>
        <translation>已停止；已完成的图片：%1</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed</source>
        <translation>已停止；没有任何改变</translation>
    </message>
    <message>
        <source>No cell would be drawn again</source>
        <translation>没有格子会重新生成</translation>
    </message>
    <message>
        <source>A run is held after step %1</source>
        <translation>一次运行停在第 %1 步之后</translation>
    </message>
    <message>
        <source>Goes on after step %1, with %2 cells hidden.</source>
        <translation>从第 %1 步之后继续，还有 %2 个格子未显现。</translation>
    </message>
    <message>
        <source>This run was made with the model %1: load it to go on.</source>
        <translation>此次运行由模型 %1 生成：请加载它再继续。</translation>
    </message>
</context>
<context>
    <name>unmask::RunGridWindow</name>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Halton</source>
        <translation>Halton</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Raster</source>
        <translation>光栅</translation>
    </message>
    <message>
        <source>Run the Grid</source>
        <translation>运行网格</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Keep as a Candidate</source>
        <translation>保留为候选</translation>
    </message>
    <message>
        <source>Grid of Runs</source>
        <translation>运行网格</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Step of all runs</source>
        <translation>所有运行的步骤</translation>
    </message>
    <message>
        <source>Shows all runs at this step; masked cells are veiled</source>
        <translation>显示所有运行在这一步的状态；被遮住的格子以薄纱表示</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>图片大小</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Put this run&apos;s picture among the candidates; it is a run like any other (double-click)</source>
        <translation>把此运行的图片放入候选；它与其他运行一样（双击）</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Reveal orders</source>
        <translation>显现顺序</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Guidance and temperature</source>
        <translation>引导与温度</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>My own</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>The shown picture&apos;s run</source>
        <translation>所示图片的运行</translation>
    </message>
    <message>
        <source>The settings in the window</source>
        <translation>窗口中的设置</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>Values across</source>
        <translation>横向的值</translation>
    </message>
    <message>
        <source>Values down</source>
        <translation>纵向的值</translation>
    </message>
    <message>
        <source>Numbers: 3, 7, 12 or 1-5 or 4-12 (+4) or 2-10 [5]. Texts: red; blue; green, where the first may be a part of the prompt. Orders: all, or their names.</source>
        <translation>数字：3, 7, 12 或 1-5 或 4-12 (+4) 或 2-10 [5]。文字：red; blue; green，第一个可以是提示词的一部分。顺序：all 或其名称（confidence、halton、random、raster）。</translation>
    </message>
    <message>
        <source>A strength needs a picture to start from</source>
        <translation>强度需要一张起始图片</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>“%1”, seed %2</source>
        <translation>“%1”，种子 %2</translation>
    </message>
    <message>
        <source>Keep a Run of the Grid</source>
        <translation>保留网格中的运行</translation>
    </message>
    <message>
        <source>Adapter strengths</source>
        <translation>适配器强度</translation>
    </message>
</context>
<context>
    <name>unmask::RunNotices</name>
    <message>
        <source>The run failed</source>
        <translation>运行失败</translation>
    </message>
    <message>
        <source>The picture is ready</source>
        <translation>图片已完成</translation>
    </message>
    <message>
        <source>%1 pictures are ready</source>
        <translation>%1 张图片已完成</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>unmask::RunOptionsPanel</name>
    <message>
        <source>Strength in percent</source>
        <translation>强度百分比</translation>
    </message>
    <message>
        <source>How much may change when a run starts from the picture.
100 %: made anew. Less, without a mask: a variation that keeps part of the picture.</source>
        <translation>从现有图片开始时可以改变多少。
100 %：全新生成。更低且无蒙版：保留部分图片的变体。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>How many pictures to make, one after another, with seeds that count up</source>
        <translation>依次生成多少张图片，种子逐一递增</translation>
    </message>
    <message>
        <source>Stre&amp;ngth</source>
        <translation>强度(&amp;N)</translation>
    </message>
    <message>
        <source>Pict&amp;ures</source>
        <translation>图片(&amp;U)</translation>
    </message>
</context>
<context>
    <name>unmask::RunPair</name>
    <message>
        <source>Show the cells that change</source>
        <translation>显示改变的格子</translation>
    </message>
    <message>
        <source>The run as it was</source>
        <translation>原来的运行</translation>
    </message>
    <message>
        <source>The changed run</source>
        <translation>改变后的运行</translation>
    </message>
    <message>
        <source>Cells that end up with another token, in the colour of the step they part in</source>
        <translation>最终标记不同的格子，颜色为开始不同的步骤</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Play or pause both runs</source>
        <translation>播放或暂停两个运行</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
</context>
<context>
    <name>unmask::RunPlan</name>
    <message>
        <source>%1 pictures, one after another. </source>
        <translation>依次 %1 张图片。</translation>
    </message>
    <message>
        <source>Repaint</source>
        <translation>重绘</translation>
    </message>
    <message>
        <source>All masked cells are locked: nothing could change.</source>
        <translation>所有遮住的格子都已锁定：不会有任何改变。</translation>
    </message>
    <message>
        <source>Repaints %1 masked cell; every pixel outside stays as it is.</source>
        <translation>重绘 %1 个遮住的格子；其外的每个像素保持不变。</translation>
    </message>
    <message>
        <source>Repaints %1 masked cells; every pixel outside stays as it is.</source>
        <translation>重绘 %1 个遮住的格子；其外的每个像素保持不变。</translation>
    </message>
    <message>
        <source>%1 locked cell in the mask stays too.</source>
        <translation>蒙版内 %1 个锁定的格子也保持不变。</translation>
    </message>
    <message>
        <source>%1 locked cells in the mask stay too.</source>
        <translation>蒙版内 %1 个锁定的格子也保持不变。</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Makes everything anew around %1 locked cell.</source>
        <translation>保留 %1 个锁定的格子，其余全部重新生成。</translation>
    </message>
    <message>
        <source>Makes everything anew around %1 locked cells.</source>
        <translation>保留 %1 个锁定的格子，其余全部重新生成。</translation>
    </message>
    <message>
        <source>All cells are locked: nothing could change.</source>
        <translation>所有格子都已锁定：不会有任何改变。</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Nothing could change: the strength is 0, or all cells are locked.</source>
        <translation>不会有任何改变：强度为 0，或所有格子都已锁定。</translation>
    </message>
    <message>
        <source>Makes a variation of the picture, %1 % of the way to a new one.</source>
        <translation>生成图片的变体，向新图片靠近 %1 %。</translation>
    </message>
    <message>
        <source>%1 locked cell stays.</source>
        <translation>%1 个锁定的格子保持不变。</translation>
    </message>
    <message>
        <source>%1 locked cells stay.</source>
        <translation>%1 个锁定的格子保持不变。</translation>
    </message>
    <message>
        <source>Makes a new picture. Mask a part to repaint only that.</source>
        <translation>生成新图片。遮住一部分可只重绘那里。</translation>
    </message>
    <message>
        <source>Makes a new picture.</source>
        <translation>生成新图片。</translation>
    </message>
</context>
<context>
    <name>unmask::RunQueue</name>
    <message>
        <source>Repaint</source>
        <translation>重绘</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>runs now</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>%1, seed %2</source>
        <translation>%1，种子 %2</translation>
    </message>
    <message>
        <source>, %1 pictures</source>
        <translation>，%1 张图片</translation>
    </message>
    <message>
        <source>(no prompt)</source>
        <translation>（无提示词）</translation>
    </message>
    <message>
        <source>: </source>
        <translation>：</translation>
    </message>
</context>
<context>
    <name>unmask::RunTree</name>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>已丢弃</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>seed %1, %2</source>
        <translation>种子 %1，%2</translation>
    </message>
    <message>
        <source>branch after step %1, </source>
        <translation>第 %1 步后的分支，</translation>
    </message>
    <message>
        <source>(no prompt)</source>
        <translation>（无提示词）</translation>
    </message>
    <message>
        <source>Runs of this project</source>
        <translation>此项目的运行</translation>
    </message>
    <message>
        <source>held after step %1</source>
        <translation>停在第 %1 步之后</translation>
    </message>
    <message>
        <source>edited by hand, </source>
        <translation>手动编辑过，</translation>
    </message>
    <message>
        <source>edited by hand %1 times, </source>
        <translation>手动编辑过 %1 次，</translation>
    </message>
</context>
<context>
    <name>unmask::SamplingPanel</name>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>In how many steps the picture is revealed. More steps take longer.</source>
        <translation>图片分多少步显现。步数越多耗时越长。</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>How strictly the picture follows the prompt. 1 or less: no guidance, twice as fast.</source>
        <translation>图片遵循提示词的严格程度。1 或更低：无引导，速度加倍。</translation>
    </message>
    <message>
        <source>S&amp;teps</source>
        <translation>步数(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Guidance</source>
        <translation>引导(&amp;G)</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Temperature at the first step</source>
        <translation>第一步的温度</translation>
    </message>
    <message>
        <source>Randomness in which cells are revealed, at the first step</source>
        <translation>第一步中选择显现格子的随机性</translation>
    </message>
    <message>
        <source>Temperature at the last step</source>
        <translation>最后一步的温度</translation>
    </message>
    <message>
        <source>Randomness in which cells are revealed, at the last step</source>
        <translation>最后一步中选择显现格子的随机性</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Te&amp;mperature</source>
        <translation>温度(&amp;M)</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>进度表</translation>
    </message>
    <message>
        <source>How many cells each step reveals: few at first (cosine), or equally many (linear)</source>
        <translation>每步显现多少格子：开始时少（余弦），或每步相同（线性）</translation>
    </message>
    <message>
        <source>S&amp;chedule</source>
        <translation>进度表(&amp;C)</translation>
    </message>
    <message>
        <source>Surest first</source>
        <translation>最确定者优先</translation>
    </message>
    <message>
        <source>Evenly spread (Halton)</source>
        <translation>均匀分布（Halton）</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Reveal order</source>
        <translation>显现顺序</translation>
    </message>
    <message>
        <source>Which of the hidden cells are revealed first</source>
        <translation>隐藏的格子中哪些先显现</translation>
    </message>
    <message>
        <source>Reveal &amp;order</source>
        <translation>显现顺序(&amp;O)</translation>
    </message>
    <message>
        <source>Use the Model&apos;s Own</source>
        <translation>使用模型自带设置</translation>
    </message>
    <message>
        <source>Set steps, guidance and the settings above to what the model asks for</source>
        <translation>将步数、引导及以上设置设为模型建议的值</translation>
    </message>
    <message>
        <source>Row by row</source>
        <translation>逐行</translation>
    </message>
</context>
<context>
    <name>unmask::SavingPage</name>
    <message>
        <source>&amp;Write into pictures how they were made</source>
        <translation>在图片中写入生成方式(&amp;W)</translation>
    </message>
    <message>
        <source>Prompt, seed and settings go into the PNG file: Unmask repeats a picture from them exactly, and other programs show them. Without, a picture tells nothing.</source>
        <translation>提示词、种子和设置会写入 PNG 文件：Unmask 可据此精确重现图片，其他程序也能显示。不写入时，图片不透露任何信息。</translation>
    </message>
</context>
<context>
    <name>unmask::SeedRow</name>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Where the randomness starts. The same seed and settings give the same picture.
A number typed here is locked.</source>
        <translation>随机性的起点。相同的种子和设置得到相同的图片。
在此输入的数字会被锁定。</translation>
    </message>
    <message>
        <source>New random seed</source>
        <translation>新的随机种子</translation>
    </message>
    <message>
        <source>Lock the seed</source>
        <translation>锁定种子</translation>
    </message>
    <message>
        <source>The seed stays. Press to draw a new one for every picture.</source>
        <translation>种子保持不变。按下后每张图片使用新种子。</translation>
    </message>
    <message>
        <source>Every picture gets a new seed. Press to keep this one.</source>
        <translation>每张图片使用新种子。按下可保留当前种子。</translation>
    </message>
    <message>
        <source>Draw a new seed now</source>
        <translation>立即抽取新种子</translation>
    </message>
</context>
<context>
    <name>unmask::SettingBox</name>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>反向提示词</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Reveal order</source>
        <translation>显现顺序</translation>
    </message>
    <message>
        <source>Adapter “%1”</source>
        <translation>适配器“%1”</translation>
    </message>
</context>
<context>
    <name>unmask::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings pages</source>
        <translation>设置页</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
</context>
<context>
    <name>unmask::SideDock</name>
    <message>
        <source>History and Queue</source>
        <translation>历史与队列</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>This Project</source>
        <translation>此项目</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>The run could not be read</source>
        <translation>无法读取该运行</translation>
    </message>
    <message>
        <source>Settings of %1 were taken over</source>
        <translation>已采用 %1 的设置</translation>
    </message>
    <message>
        <source>There is nothing to add to the queue now</source>
        <translation>目前没有可加入队列的内容</translation>
    </message>
    <message>
        <source>Added to the queue; runs in it: %1</source>
        <translation>已加入队列；其中的运行：%1</translation>
    </message>
    <message>
        <source>Queue (%1)</source>
        <translation>队列（%1）</translation>
    </message>
</context>
<context>
    <name>unmask::StepStrip</name>
    <message>
        <source>Steps of the run</source>
        <translation>运行的步骤</translation>
    </message>
    <message>
        <source>Drag to go through the steps, or click one</source>
        <translation>拖动以浏览各步，或单击某一步</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>, mask ratio %1 %</source>
        <translation>，遮罩比例 %1 %</translation>
    </message>
</context>
<context>
    <name>unmask::Studio</name>
    <message>
        <source>Model to load: a folder, or a name as the model list shows it.</source>
        <translation>要加载的模型：文件夹，或模型列表中的名称。</translation>
    </message>
    <message>
        <source>Put this text into the prompt box.</source>
        <translation>将此文本放入提示词框。</translation>
    </message>
    <message>
        <source>Use and lock this seed.</source>
        <translation>使用并锁定此种子。</translation>
    </message>
    <message>
        <source>Threads to compute with (default: the physical cores).</source>
        <translation>计算所用的线程数（默认：物理核心数）。</translation>
    </message>
    <message>
        <source>Number format of the computation: fp32 or bf16.</source>
        <translation>计算的数字格式：fp32 或 bf16。</translation>
    </message>
    <message>
        <source>Generate once, save a picture of the window, and quit.</source>
        <translation>生成一次，保存窗口的图片，然后退出。</translation>
    </message>
    <message>
        <source>Diagnostic: load the model, print JSON with the milliseconds to the first paint and to the model being ready, and quit.</source>
        <translation>诊断：加载模型，以 JSON 输出首次绘制和模型就绪所用的毫秒数，然后退出。</translation>
    </message>
    <message>
        <source>A studio for masked image models.</source>
        <translation>面向掩码图像模型的工作室。</translation>
    </message>
    <message>
        <source>--threads takes a number from 1 to 1024</source>
        <translation>--threads 的值应为 1 到 1024 的数字</translation>
    </message>
    <message>
        <source>--dtype is fp32 or bf16</source>
        <translation>--dtype 为 fp32 或 bf16</translation>
    </message>
    <message>
        <source>unexpected argument “%1”</source>
        <translation>意外的参数“%1”</translation>
    </message>
    <message>
        <source>--seed takes a number from 0 to 18446744073709551615</source>
        <translation>--seed 的值应为 0 到 18446744073709551615 的数字</translation>
    </message>
    <message>
        <source>Project or picture to open.</source>
        <translation>要打开的项目或图片。</translation>
    </message>
    <message>
        <source>Diagnostic: generate once, print JSON with how long the token lab takes for its answers, and quit.</source>
        <translation>诊断：生成一次，以 JSON 输出标记实验室的应答时间，然后退出。</translation>
    </message>
    <message>
        <source>What --screenshot shows: picture (default), mask, timeline or lab.</source>
        <translation>--screenshot 显示的内容：picture（默认）、mask、timeline 或 lab。</translation>
    </message>
    <message>
        <source>Size of the window for --screenshot, such as 1180x800.</source>
        <translation>--screenshot 的窗口大小，例如 1180x800。</translation>
    </message>
    <message>
        <source>Diagnostic: use the window for a minute, print JSON with how quickly it answers, and quit.</source>
        <translation>诊断：使用窗口一分钟，以 JSON 输出其响应速度，然后退出。</translation>
    </message>
    <message>
        <source>--scene is picture, mask, timeline or lab</source>
        <translation>--scene 可为 picture、mask、timeline 或 lab</translation>
    </message>
    <message>
        <source>--window-size is a width and a height, such as 1180x800</source>
        <translation>--window-size 为宽和高，例如 1180x800</translation>
    </message>
</context>
<context>
    <name>unmask::StylePanel</name>
    <message>
        <source>Add a Style…</source>
        <translation>添加风格…</translation>
    </message>
    <message>
        <source>Styles are adapters (LoRA files) that were learned from pictures. One may also be dropped onto the window, or named in the prompt: &lt;lora:name:0.8&gt;</source>
        <translation>风格是从图片学来的适配器（LoRA 文件）。也可以把文件拖到窗口上，或写在提示词里：&lt;lora:name:0.8&gt;</translation>
    </message>
    <message>
        <source>From a File…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>Learn One from a Picture…</source>
        <translation>从图片学习一种…</translation>
    </message>
</context>
<context>
    <name>unmask::StyleRow</name>
    <message>
        <source>Take this style out of the list; the file stays</source>
        <translation>从列表中去掉这种风格；文件会保留</translation>
    </message>
    <message>
        <source>How strongly the style counts: 0 not at all, 1 as it was learned</source>
        <translation>风格的强度：0 完全不用，1 与学习时相同</translation>
    </message>
    <message>
        <source>Use the style %1</source>
        <translation>使用风格 %1</translation>
    </message>
    <message>
        <source>Runs are made with this style</source>
        <translation>运行时使用这种风格</translation>
    </message>
    <message>
        <source>This style rests</source>
        <translation>这种风格停用</translation>
    </message>
    <message>
        <source>Take the style %1 out</source>
        <translation>去掉风格 %1</translation>
    </message>
    <message>
        <source>Strength of the style %1</source>
        <translation>风格 %1 的强度</translation>
    </message>
    <message>
        <source>Add “%1” to the prompt</source>
        <translation>把“%1”加到提示词</translation>
    </message>
    <message>
        <source>The prompt asks for this style</source>
        <translation>提示词已要求这种风格</translation>
    </message>
    <message>
        <source>Add “%1” to the prompt: these words ask for the style</source>
        <translation>把“%1”加到提示词：这些词要求这种风格</translation>
    </message>
    <message>
        <source>%1
Learned from: %2</source>
        <translation>%1
学自：%2</translation>
    </message>
</context>
<context>
    <name>unmask::StyleShelf</name>
    <message>
        <source>The style was not added</source>
        <translation>风格没有添加</translation>
    </message>
    <message>
        <source>It was learned with other weights than the model&apos;s.</source>
        <translation>它是用与此模型不同的权重学的。</translation>
    </message>
    <message>
        <source>It was learned with other weights (%1).</source>
        <translation>它是用别的权重学的（%1）。</translation>
    </message>
    <message>
        <source>Its file is not there any more.</source>
        <translation>文件已经不在了。</translation>
    </message>
</context>
<context>
    <name>unmask::Styles</name>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>The style %1 is in use</source>
        <translation>正在使用风格 %1</translation>
    </message>
    <message>
        <source>The style could not be learned</source>
        <translation>风格没有学成</translation>
    </message>
    <message>
        <source>How Strongly the Style Counts</source>
        <translation>风格的强度</translation>
    </message>
    <message>
        <source>%1 does not say how strongly it was trained to count (alpha / rank).
1 is what diffusers takes for granted, 2 what its script for the 256 model trains
with, 0.0625 its recipe for the 512 model.</source>
        <translation>%1 没有说明训练时的强度（alpha / 秩）。
diffusers 默认 1，其 256 模型脚本用 2，
512 模型的配方用 0.0625。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Styles (%1)</source>
        <translation>风格（%1）</translation>
    </message>
    <message>
        <source> · learning, %1 %</source>
        <translation> · 学习中，%1 %</translation>
    </message>
    <message>
        <source>The style %1 is learned</source>
        <translation>风格“%1”已学完</translation>
    </message>
    <message>
        <source>It is among the styles now.</source>
        <translation>它现在已在风格列表中。</translation>
    </message>
    <message>
        <source>Use It</source>
        <translation>使用</translation>
    </message>
</context>
<context>
    <name>unmask::TimelineControl</name>
    <message>
        <source>Row %1, column %2</source>
        <translation>第 %1 行，第 %2 列</translation>
    </message>
    <message>
        <source>  ·  still hidden</source>
        <translation>  ·  未显现</translation>
    </message>
    <message>
        <source>  ·  token %1, there from the start</source>
        <translation>  ·  标记 %1，一开始就有</translation>
    </message>
    <message>
        <source>  ·  token %1, fixed in step %2 with %3 %</source>
        <translation>  ·  标记 %1，在第 %2 步以 %3 % 确定</translation>
    </message>
</context>
<context>
    <name>unmask::TimelinePanel</name>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Steps a second while playing</source>
        <translation>播放时每秒步数</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>%1 cells fixed, %2 hidden (%3 %)</source>
        <translation>确定 %1 个格子，%2 个未显现（%3 %）</translation>
    </message>
    <message>
        <source>Start of %1 steps</source>
        <translation>开始，共 %1 步</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>%1 hidden (%2 %)</source>
        <translation>%1 个未显现（%2 %）</translation>
    </message>
    <message>
        <source>1 cell fixed, %1 hidden (%2 %)</source>
        <translation>确定 1 个格子，%1 个未显现（%2 %）</translation>
    </message>
</context>
<context>
    <name>unmask::TokenEdits</name>
    <message>
        <source>Another picture is shown by now; the edit was dropped</source>
        <translation>现在显示的是另一张图片；编辑已放弃</translation>
    </message>
    <message>
        <source>Made with the model %1: load it to change its tokens.</source>
        <translation>由模型 %1 生成：请加载它再更改标记。</translation>
    </message>
</context>
<context>
    <name>unmask::ToolOptions</name>
    <message>
        <source>Masked cells</source>
        <translation>已遮住的格子</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Brush size in pixels</source>
        <translation>画笔大小（像素）</translation>
    </message>
    <message>
        <source>Size of the brush in picture pixels</source>
        <translation>以图片像素计的画笔大小</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>笔压</translation>
    </message>
    <message>
        <source>Pen pressure sets the size</source>
        <translation>笔压决定大小</translation>
    </message>
    <message>
        <source>A pen pressed harder paints broader</source>
        <translation>按压越重，笔画越粗</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>去除</translation>
    </message>
    <message>
        <source>Add or take away</source>
        <translation>添加或去除</translation>
    </message>
    <message>
        <source>Any touch</source>
        <translation>触及</translation>
    </message>
    <message>
        <source>Majority</source>
        <translation>过半</translation>
    </message>
    <message>
        <source>When a stroke selects a cell</source>
        <translation>笔画何时选中格子</translation>
    </message>
    <message>
        <source>Which cells a stroke selects: every one it touches, or those it covers by half.
Cells change as a whole; the strong colour is the stroke, the pale one its cells.</source>
        <translation>笔画选中哪些格子：触及的每一个，或覆盖过半的。
格子整体改变；深色是笔画，浅色是其格子。</translation>
    </message>
    <message>
        <source>Colour of the mask</source>
        <translation>蒙版颜色</translation>
    </message>
    <message>
        <source>Opacity of the mask</source>
        <translation>蒙版不透明度</translation>
    </message>
    <message>
        <source>How strongly the mask covers the picture</source>
        <translation>蒙版遮盖图片的程度</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Picker</source>
        <translation>拾取</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>抓手</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>%1 of %2 cells masked</source>
        <translation>已遮住 %1 / %2 个格子</translation>
    </message>
    <message>
        <source>%1 locked</source>
        <translation>已锁定 %1 个</translation>
    </message>
    <message>
        <source>Whether the tool adds or takes away; the right button or Ctrl turns it round</source>
        <translation>工具是添加还是去除；右键或 Ctrl 反转</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>The whole mask</source>
        <translation>整个蒙版</translation>
    </message>
</context>
<context>
    <name>unmask::ToolStrip</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>unmask::Tour</name>
    <message>
        <source>S&amp;kip</source>
        <translation>跳过(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一个(&amp;B)</translation>
    </message>
    <message>
        <source>Tour of the window</source>
        <translation>窗口导览</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>完成(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一个(&amp;N)</translation>
    </message>
    <message>
        <source>End the tour (Esc). The Help menu shows it again</source>
        <translation>结束导览（Esc）。可从帮助菜单再次打开</translation>
    </message>
</context>
<context>
    <name>unmask::UnfinishedOffer</name>
    <message>
        <source>Un&amp;do</source>
        <translation>撤销(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Forget It</source>
        <translation>放弃(&amp;F)</translation>
    </message>
    <message>
        <source>Bring the unfinished run back. Closing this window removes it for good</source>
        <translation>恢复未完成的学习。关闭此窗口后将彻底删除</translation>
    </message>
    <message>
        <source>Throw the unfinished run away; an adapter that was saved stays</source>
        <translation>丢弃未完成的学习；已保存的适配器会保留</translation>
    </message>
    <message>
        <source>Learning “%1” was thrown away.</source>
        <translation>“%1”未完成的学习已丢弃。</translation>
    </message>
    <message>
        <source>Undo: keep what was learned of %1</source>
        <translation>撤销：保留 %1 已学到的内容</translation>
    </message>
    <message>
        <source>Learning “%1” was not finished.</source>
        <translation>“%1”还没有学完。</translation>
    </message>
    <message>
        <source>Learning “%1” was not finished; more like it: %2.</source>
        <translation>“%1”还没有学完；另有 %2 个。</translation>
    </message>
    <message>
        <source>Go on with learning %1</source>
        <translation>继续学习 %1</translation>
    </message>
    <message>
        <source>Forget learning %1</source>
        <translation>放弃学习 %1</translation>
    </message>
</context>
<context>
    <name>unmask::WhatIfStudy</name>
    <message>
        <source>There is no picture to ask about.</source>
        <translation>没有可以提问的图片。</translation>
    </message>
    <message>
        <source>This picture was not made here: there is no recorded run.</source>
        <translation>此图片不是在这里生成的：没有记录的运行。</translation>
    </message>
    <message>
        <source>Nothing was drawn in this run: every token was given.</source>
        <translation>此运行没有抽取任何内容：所有标记都是给定的。</translation>
    </message>
    <message>
        <source>without “%1”</source>
        <translation>没有“%1”</translation>
    </message>
    <message>
        <source>“%1” becomes “%2”</source>
        <translation>“%1”换成“%2”</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Made with the model %1: load it to ask.</source>
        <translation>由模型 %1 生成：请加载它再提问。</translation>
    </message>
</context>
<context>
    <name>unmask::WhatIfWindow</name>
    <message>
        <source>Ask About the Shown Picture</source>
        <translation>询问所示图片</translation>
    </message>
    <message>
        <source>Leave Out Each Word</source>
        <translation>逐个去掉词</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Keep as a Candidate</source>
        <translation>保留为候选</translation>
    </message>
    <message>
        <source>What If</source>
        <translation>假如</translation>
    </message>
    <message>
        <source>The whole run again for each word, one word less, with the same draws</source>
        <translation>对每个词重新运行一次，少一个词，抽样不变</translation>
    </message>
    <message>
        <source>Part of the prompt</source>
        <translation>提示词的一部分</translation>
    </message>
    <message>
        <source>What stands in its place</source>
        <translation>替换成的内容</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Setting to change</source>
        <translation>要改变的设置</translation>
    </message>
    <message>
        <source>Its other values</source>
        <translation>其他取值</translation>
    </message>
    <message>
        <source>such as 2, 5 or 4-12 (+4)</source>
        <translation>例如 2, 5 或 4-12 (+4)</translation>
    </message>
    <message>
        <source>What changed, and how much of the picture with it</source>
        <translation>改变了什么，以及画面随之改变多少</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>改变</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>格子</translation>
    </message>
    <message>
        <source>From step</source>
        <translation>起始步骤</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Cells of the finished picture that hold another token</source>
        <translation>完成的图片中标记不同的格子</translation>
    </message>
    <message>
        <source>The first step after which the runs differ</source>
        <translation>两次运行开始不同的第一步</translation>
    </message>
    <message>
        <source>How far leaving the word out moves the prediction of single steps: total variation, mean over the masked cells and the steps. A cause, but within one step.</source>
        <translation>去掉该词使单步预测移动多少：总变差，对被遮住的格子和步骤取平均。是因果，但只在一步之内。</translation>
    </message>
    <message>
        <source>How much the network looks at the word: mean over steps, cells, heads and layers. Correlation, not cause.</source>
        <translation>网络对该词关注多少：对步骤、格子、注意力头和层取平均。是相关，不是因果。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Put the changed run&apos;s picture among the candidates; it is a run like any other</source>
        <translation>把改变后的运行的图片放入候选；它与其他运行一样</translation>
    </message>
    <message>
        <source>becomes</source>
        <translation>换成</translation>
    </message>
    <message>
        <source>“%1”, seed %2. One thing changes, every draw stays.</source>
        <translation>“%1”，种子 %2。只改变一处，所有抽样不变。</translation>
    </message>
    <message>
        <source>This picture was edited or its run changed on the way; the comparison is with the run as its settings alone make it.</source>
        <translation>此图片经过编辑，或其运行中途被改变；比较的对象是仅由其设置产生的运行。</translation>
    </message>
    <message>
        <source>Attention is correlation; what changes when a word is left out is cause. Every draw stays the same, so a token changes only when its odds against the others did. (A word that goes also moves the words after it by one place.)</source>
        <translation>注意力是相关；去掉一个词后的变化是因果。所有抽样保持不变，因此只有当一个标记相对其他标记的胜算改变时它才会改变。（去掉的词也会使其后的词前移一位。）</translation>
    </message>
    <message>
        <source>Rank agreement with the cells changed: attention %1, one step %2 (1 = same order).</source>
        <translation>与改变的格子数的排序一致性：注意力 %1，单步 %2（1 = 顺序相同）。</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>Keep What If</source>
        <translation>保留假如</translation>
    </message>
    <message>
        <source>such as 0, 0.5, 1 (0 is without it)</source>
        <translation>例如 0, 0.5, 1（0 即不使用）</translation>
    </message>
</context>
<context>
    <name>unmask::WindowServices</name>
    <message>
        <source>Say what to see</source>
        <translation>说出想看的</translation>
    </message>
    <message>
        <source>Type what the picture should show. The default model knows small things and simple scenes, such as “a red apple”.</source>
        <translation>输入图片要表现的内容。默认模型认识小物件和简单场景，请用英文，例如“a red apple”。</translation>
    </message>
    <message>
        <source>One button</source>
        <translation>一个按钮</translation>
    </message>
    <message>
        <source>It says what it will do: make a new picture, repaint what is masked, or vary what is there (%1).</source>
        <translation>它会先说明要做什么：生成新图片、重绘遮住的部分，或对现有图片作变化（%1）。</translation>
    </message>
    <message>
        <source>Watch, then paint</source>
        <translation>先看，再画</translation>
    </message>
    <message>
        <source>The picture appears cell by cell. Paint over what you do not like, and only that is made again. Wheel zooms, %1 and dragging moves.</source>
        <translation>图片逐格显现。涂抹不满意的地方，只有那里会重新生成。滚轮缩放，按住 %1 拖动可移动。</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Brush, eraser, rectangle, lasso and more. Locked cells are never changed by a run.</source>
        <translation>画笔、橡皮、矩形、套索等。锁定的格子不会被任何运行改变。</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>一步一步</translation>
    </message>
    <message>
        <source>Every run can be gone through step by step, held and branched, in the Timeline menu. %1 lists all keys, %2 changes them.</source>
        <translation>在“时间线”菜单中可逐步查看每次运行，停住并从中分支。%1 列出所有按键，%2 更改按键。</translation>
    </message>
    <message>
        <source>It appears here, cell by cell</source>
        <translation>图片将在这里逐格显现</translation>
    </message>
    <message>
        <source>%1 makes it appear here, cell by cell</source>
        <translation>按 %1，图片就在这里逐格显现</translation>
    </message>
</context>
</TS>
