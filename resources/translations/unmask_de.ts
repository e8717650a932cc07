<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>unmask::AboutDialog</name>
    <message>
        <source>About Unmask</source>
        <translation>Über Unmask</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;span style=&apos;font-size:x-large&apos;&gt;&lt;b&gt;Unmask&lt;/b&gt;&lt;/span&gt; %1&lt;/p&gt;&lt;p&gt;A studio for masked image models: pictures appear cell by cell.&lt;/p&gt;&lt;p&gt;Apache License 2.0. Loads safetensors only, and never uses the network.&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;span style=&apos;font-size:x-large&apos;&gt;&lt;b&gt;Unmask&lt;/b&gt;&lt;/span&gt; %1&lt;/p&gt;&lt;p&gt;Ein Studio für maskierte Bildmodelle: Bilder erscheinen Zelle für Zelle.&lt;/p&gt;&lt;p&gt;Apache-Lizenz 2.0. Lädt nur safetensors und nutzt nie das Netz.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;Made with&lt;/b&gt;&lt;/p&gt;%1&lt;p&gt;&lt;b&gt;The default model learned from&lt;/b&gt;&lt;/p&gt;%2</source>
        <translation>&lt;p&gt;&lt;b&gt;Gebaut mit&lt;/b&gt;&lt;/p&gt;%1&lt;p&gt;&lt;b&gt;Das mitgelieferte Modell lernte von&lt;/b&gt;&lt;/p&gt;%2</translation>
    </message>
    <message>
        <source>&amp;Made with</source>
        <translation>&amp;Gebaut mit</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>The loaded model brings no card.</source>
        <translation>Das geladene Modell bringt keine Karte mit.</translation>
    </message>
    <message>
        <source>Model &amp;card</source>
        <translation>Modell&amp;karte</translation>
    </message>
    <message>
        <source>Licence of Unmask</source>
        <translation>Lizenz von Unmask</translation>
    </message>
    <message>
        <source>&amp;Licence of Unmask</source>
        <translation>&amp;Lizenz von Unmask</translation>
    </message>
</context>
<context>
    <name>unmask::Actions</name>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>Vary the Least Confident Cells…</source>
        <translation>Unsicherste Zellen abwandeln…</translation>
    </message>
    <message>
        <source>Compare with the Original</source>
        <translation>Mit dem Original vergleichen</translation>
    </message>
    <message>
        <source>Next Way to Compare</source>
        <translation>Anders vergleichen</translation>
    </message>
    <message>
        <source>I&amp;mport a Mask…</source>
        <translation>Maske &amp;importieren…</translation>
    </message>
    <message>
        <source>Mask the T&amp;ransparent Parts</source>
        <translation>&amp;Durchsichtiges maskieren</translation>
    </message>
    <message>
        <source>E&amp;xport the Mask…</source>
        <translation>Maske e&amp;xportieren…</translation>
    </message>
    <message>
        <source>&amp;Paste Picture</source>
        <translation>Bild &amp;einfügen</translation>
    </message>
    <message>
        <source>Open &amp;Model Folder…</source>
        <translation>&amp;Modellordner öffnen…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+O</source>
        <translation>Ctrl+Shift+O</translation>
    </message>
    <message>
        <source>&amp;Save Picture…</source>
        <translation>Bild &amp;speichern…</translation>
    </message>
    <message>
        <source>Save Picture &amp;As…</source>
        <translation>Bild speichern &amp;unter…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+S</source>
        <translation>Ctrl+Shift+S</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Ctrl+Q</source>
        <translation>Ctrl+Q</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Ctrl+Z</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
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
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>&amp;Erzeugen</translation>
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
        <translation>A&amp;nhalten oder verwerfen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>&amp;Accept the Candidate</source>
        <translation>Kandidaten &amp;annehmen</translation>
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
        <translation>&amp;Voriger Kandidat</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>Ne&amp;xt Candidate</source>
        <translation>Nä&amp;chster Kandidat</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Right</translation>
    </message>
    <message>
        <source>&amp;Discard All Candidates</source>
        <translation>Alle Kandidaten ver&amp;werfen</translation>
    </message>
    <message>
        <source>&amp;New Random Seed</source>
        <translation>Neuer &amp;Zufallsstartwert</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>&amp;Lock the Seed</source>
        <translation>Startwert &amp;sperren</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>Use the &amp;Model&apos;s Own Settings</source>
        <translation>Einstellungen des &amp;Modells verwenden</translation>
    </message>
    <message>
        <source>Go to the &amp;Prompt</source>
        <translation>Zum &amp;Prompt</translation>
    </message>
    <message>
        <source>Alt+A</source>
        <translation>Alt+A</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>&amp;Vergrößern</translation>
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
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Ctrl+-</source>
        <translation>Ctrl+-</translation>
    </message>
    <message>
        <source>&amp;Fit in Window</source>
        <translation>In das Fenster ein&amp;passen</translation>
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
        <translation>Token-&amp;Gitter</translation>
    </message>
    <message>
        <source>Ctrl+&apos;</source>
        <translation>Ctrl+&apos;</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>Voll&amp;bild</translation>
    </message>
    <message>
        <source>F11</source>
        <translation>F11</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>E&amp;instellungen…</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>&amp;Tour of the Window</source>
        <translation>&amp;Rundgang durch das Fenster</translation>
    </message>
    <message>
        <source>&amp;About Unmask</source>
        <translation>&amp;Über Unmask</translation>
    </message>
    <message>
        <source>Move the Picture While Held</source>
        <translation>Bild verschieben, solange gehalten</translation>
    </message>
    <message>
        <source>Show the Original While Held</source>
        <translation>Original zeigen, solange gehalten</translation>
    </message>
    <message>
        <source>Look Further Left</source>
        <translation>Weiter links ansehen</translation>
    </message>
    <message>
        <source>Look Further Right</source>
        <translation>Weiter rechts ansehen</translation>
    </message>
    <message>
        <source>Look Further Up</source>
        <translation>Weiter oben ansehen</translation>
    </message>
    <message>
        <source>Look Further Down</source>
        <translation>Weiter unten ansehen</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>&amp;Wiederholen: %1</translation>
    </message>
    <message>
        <source>&amp;Previous Step</source>
        <translation>&amp;Voriger Schritt</translation>
    </message>
    <message>
        <source>,</source>
        <translation>,</translation>
    </message>
    <message>
        <source>&amp;Next Step</source>
        <translation>&amp;Nächster Schritt</translation>
    </message>
    <message>
        <source>.</source>
        <translation>.</translation>
    </message>
    <message>
        <source>To the &amp;Start</source>
        <translation>Zum An&amp;fang</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>To the &amp;End</source>
        <translation>Z&amp;um Ende</translation>
    </message>
    <message>
        <source>End</source>
        <translation>End</translation>
    </message>
    <message>
        <source>P&amp;lay or Pause</source>
        <translation>&amp;Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>K</source>
        <translation>K</translation>
    </message>
    <message>
        <source>Run &amp;One Step and Hold</source>
        <translation>&amp;Einen Schritt rechnen und halten</translation>
    </message>
    <message>
        <source>F10</source>
        <translation>F10</translation>
    </message>
    <message>
        <source>&amp;Branch from This Step</source>
        <translation>Von diesem Schritt ab&amp;zweigen</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>&amp;Hide the Masked Cells Again</source>
        <translation>Maskierte Zellen wieder ver&amp;bergen</translation>
    </message>
    <message>
        <source>Ctrl+H</source>
        <translation>Ctrl+H</translation>
    </message>
    <message>
        <source>&amp;Fix the Masked Cells Now</source>
        <translation>Maskierte Zellen jetzt fes&amp;tlegen</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation>&amp;Pinsel</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>&amp;Radierer</translation>
    </message>
    <message>
        <source>E</source>
        <translation>E</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>R&amp;echteck</translation>
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
        <translation>&amp;Lasso</translation>
    </message>
    <message>
        <source>L</source>
        <translation>L</translation>
    </message>
    <message>
        <source>&amp;Fill an Area</source>
        <translation>Fläche &amp;füllen</translation>
    </message>
    <message>
        <source>G</source>
        <translation>G</translation>
    </message>
    <message>
        <source>Loc&amp;k Brush</source>
        <translation>&amp;Sperrpinsel</translation>
    </message>
    <message>
        <source>Shift+L</source>
        <translation>Shift+L</translation>
    </message>
    <message>
        <source>&amp;Picker</source>
        <translation>P&amp;ipette</translation>
    </message>
    <message>
        <source>I</source>
        <translation>I</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>&amp;Hand</translation>
    </message>
    <message>
        <source>H</source>
        <translation>H</translation>
    </message>
    <message>
        <source>&amp;Zoom</source>
        <translation>&amp;Zoom</translation>
    </message>
    <message>
        <source>Z</source>
        <translation>Z</translation>
    </message>
    <message>
        <source>&amp;Smaller Brush</source>
        <translation>&amp;Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>[</source>
        <translation>[</translation>
    </message>
    <message>
        <source>L&amp;arger Brush</source>
        <translation>&amp;Größerer Pinsel</translation>
    </message>
    <message>
        <source>]</source>
        <translation>]</translation>
    </message>
    <message>
        <source>S&amp;wap Painting and Erasing</source>
        <translation>Malen und Radieren &amp;tauschen</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Back to the &amp;Default Tool</source>
        <translation>Zurück zum Standard&amp;werkzeug</translation>
    </message>
    <message>
        <source>D</source>
        <translation>D</translation>
    </message>
    <message>
        <source>Mask &amp;Everything</source>
        <translation>&amp;Alles maskieren</translation>
    </message>
    <message>
        <source>&amp;Clear the Mask</source>
        <translation>Maske &amp;leeren</translation>
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
        <translation>Maske &amp;umkehren</translation>
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
        <translation>Um eine Zelle &amp;wachsen</translation>
    </message>
    <message>
        <source>Ctrl+]</source>
        <translation>Ctrl+]</translation>
    </message>
    <message>
        <source>&amp;Shrink by a Cell</source>
        <translation>Um eine Zelle &amp;schrumpfen</translation>
    </message>
    <message>
        <source>Ctrl+[</source>
        <translation>Ctrl+[</translation>
    </message>
    <message>
        <source>&amp;Unlock All Cells</source>
        <translation>Alle Zellen &amp;entsperren</translation>
    </message>
    <message>
        <source>Ctrl+Shift+D</source>
        <translation>Ctrl+Shift+D</translation>
    </message>
    <message>
        <source>Cells That the Stroke &amp;Touches</source>
        <translation>Zellen, die der Strich &amp;berührt</translation>
    </message>
    <message>
        <source>Cells That the Stroke Covers by &amp;Half</source>
        <translation>Zellen, die der Strich zur &amp;Hälfte bedeckt</translation>
    </message>
    <message>
        <source>Show the &amp;Mask</source>
        <translation>&amp;Maske zeigen</translation>
    </message>
    <message>
        <source>Shift+H</source>
        <translation>Shift+H</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>Too&amp;ls</source>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>Mas&amp;k</source>
        <translation>&amp;Maske</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Save Pro&amp;ject As…</source>
        <translation>Projek&amp;t speichern unter…</translation>
    </message>
    <message>
        <source>Ctrl+Alt+S</source>
        <translation>Ctrl+Alt+S</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Add to the &amp;Queue</source>
        <translation>In die Warteschlan&amp;ge stellen</translation>
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
        <translation>An die Sp&amp;itze der Warteschlange</translation>
    </message>
    <message>
        <source>Alt+Ctrl+Return</source>
        <translation>Alt+Ctrl+Return</translation>
    </message>
    <message>
        <source>Pause the Q&amp;ueue</source>
        <translation>Warteschlange anha&amp;lten</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P</source>
        <translation>Ctrl+Shift+P</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>Ver&amp;lauf</translation>
    </message>
    <message>
        <source>Ctrl+Shift+H</source>
        <translation>Ctrl+Shift+H</translation>
    </message>
    <message>
        <source>Runs of This &amp;Project</source>
        <translation>Läufe dieses Projekt&amp;s</translation>
    </message>
    <message>
        <source>Ctrl+Shift+J</source>
        <translation>Ctrl+Shift+J</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Warteschlange</translation>
    </message>
    <message>
        <source>Ctrl+Shift+U</source>
        <translation>Ctrl+Shift+U</translation>
    </message>
    <message>
        <source>Token &amp;Lab</source>
        <translation>T&amp;oken-Labor</translation>
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
        <translation>Was &amp;wäre wenn…</translation>
    </message>
    <message>
        <source>F8</source>
        <translation>F8</translation>
    </message>
    <message>
        <source>&amp;Grid of Runs…</source>
        <translation>&amp;Gitter von Läufen…</translation>
    </message>
    <message>
        <source>F9</source>
        <translation>F9</translation>
    </message>
    <message>
        <source>&amp;Codebook…</source>
        <translation>Code&amp;buch…</translation>
    </message>
    <message>
        <source>F6</source>
        <translation>F6</translation>
    </message>
    <message>
        <source>&amp;Heal Around the Picked Cell</source>
        <translation>Um die gewählte Zelle &amp;heilen</translation>
    </message>
    <message>
        <source>Ctrl+Shift+L</source>
        <translation>Ctrl+Shift+L</translation>
    </message>
    <message>
        <source>E&amp;xport the Map…</source>
        <translation>&amp;Karte exportieren…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+E</source>
        <translation>Ctrl+Shift+E</translation>
    </message>
    <message>
        <source>How a Masked Model &amp;Draws</source>
        <translation>Wie ein maskiertes Modell &amp;zeichnet</translation>
    </message>
    <message>
        <source>&amp;Token Brush</source>
        <translation>T&amp;oken-Pinsel</translation>
    </message>
    <message>
        <source>T</source>
        <translation>T</translation>
    </message>
    <message>
        <source>La&amp;b</source>
        <translation>Lab&amp;or</translation>
    </message>
    <message>
        <source>T&amp;imeline</source>
        <translation>&amp;Zeitleiste</translation>
    </message>
    <message>
        <source>Learn a St&amp;yle…</source>
        <translation>Einen Stil le&amp;rnen…</translation>
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
        <translation>Farben</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>A new language shows when the program is started again.</source>
        <translation>Eine neue Sprache erscheint beim nächsten Start des Programms.</translation>
    </message>
</context>
<context>
    <name>unmask::Automation</name>
    <message>
        <source>the run was stopped</source>
        <translation>der Lauf wurde angehalten</translation>
    </message>
    <message>
        <source>%1 could not be written</source>
        <translation>%1 konnte nicht geschrieben werden</translation>
    </message>
</context>
<context>
    <name>unmask::CandidateSet</name>
    <message>
        <source>Accept Candidate</source>
        <translation>Kandidaten annehmen</translation>
    </message>
    <message>
        <source>Discard Candidates</source>
        <translation>Kandidaten verwerfen</translation>
    </message>
</context>
<context>
    <name>unmask::CandidateStrip</name>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Pixels changed outside the mask</source>
        <translation>Geänderte Pixel außerhalb der Maske</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Candidate %1, seed %2</source>
        <translation>Kandidat %1, Startwert %2</translation>
    </message>
    <message>
        <source>The original</source>
        <translation>Das Original</translation>
    </message>
    <message>
        <source>Candidate %1 of %2</source>
        <translation>Kandidat %1 von %2</translation>
    </message>
    <message>
        <source>1 pixel changed outside the mask</source>
        <translation>1 Pixel außerhalb der Maske geändert</translation>
    </message>
    <message>
        <source>%1 pixels changed outside the mask</source>
        <translation>%1 Pixel außerhalb der Maske geändert</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>unmask::CanvasPage</name>
    <message>
        <source>Purple</source>
        <translation>Purpur</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Sky blue</source>
        <translation>Himmelblau</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Vermilion</source>
        <translation>Zinnober</translation>
    </message>
    <message>
        <source>Pen &amp;pressure sets the brush size</source>
        <translation>Stift&amp;druck bestimmt die Pinselgröße</translation>
    </message>
    <message>
        <source>Mask colour</source>
        <translation>Maskenfarbe</translation>
    </message>
    <message>
        <source>Mask opacity</source>
        <translation>Deckkraft der Maske</translation>
    </message>
    <message>
        <source>Mask &amp;opacity</source>
        <translation>&amp;Deckkraft der Maske</translation>
    </message>
    <message>
        <source>Cells a stroke selects</source>
        <translation>Zellen, die ein Strich auswählt</translation>
    </message>
    <message>
        <source>Every cell it touches</source>
        <translation>Jede Zelle, die er berührt</translation>
    </message>
    <message>
        <source>Cells it covers by half</source>
        <translation>Zellen, die er zur Hälfte bedeckt</translation>
    </message>
    <message>
        <source>A stroke &amp;selects</source>
        <translation>Ein Strich &amp;wählt</translation>
    </message>
    <message>
        <source>The colours are told apart without red-green vision too. Strokes and selected cells differ in strength, locked cells are hatched.</source>
        <translation>Die Farben lassen sich auch bei Rot-Grün-Schwäche unterscheiden. Striche und gewählte Zellen sind verschieden kräftig, gesperrte Zellen sind schraffiert.</translation>
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
        <translation>Leinwand</translation>
    </message>
    <message>
        <source>Empty. Type a prompt and generate a picture.</source>
        <translation>Leer. Einen Prompt eingeben und ein Bild erzeugen.</translation>
    </message>
    <message numerus="yes">
        <source>A picture in the making: %n cell(s) still hidden.</source>
        <translation>
            <numerusform>Ein Bild entsteht: %n Zelle ist noch verborgen.</numerusform>
            <numerusform>Ein Bild entsteht: %n Zellen sind noch verborgen.</numerusform>
        </translation>
    </message>
    <message>
        <source>A picture of %1 by %2 pixels.</source>
        <translation>Ein Bild von %1 mal %2 Pixeln.</translation>
    </message>
    <message>
        <source>Cells masked: %1.</source>
        <translation>Maskierte Zellen: %1.</translation>
    </message>
    <message>
        <source>Cells locked: %1.</source>
        <translation>Gesperrte Zellen: %1.</translation>
    </message>
    <message>
        <source>Describe a picture</source>
        <translation>Ein Bild beschreiben</translation>
    </message>
</context>
<context>
    <name>unmask::CloseButtons</name>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
</context>
<context>
    <name>unmask::CodeCatalog</name>
    <message>
        <source>Code %1; %2 times in this picture</source>
        <translation>Code %1; %2-mal in diesem Bild</translation>
    </message>
</context>
<context>
    <name>unmask::CodebookWindow</name>
    <message>
        <source>Show where the picture holds it</source>
        <translation>Zeigen, wo das Bild ihn hat</translation>
    </message>
    <message>
        <source>Paint with It</source>
        <translation>Damit malen</translation>
    </message>
    <message>
        <source>Codebook</source>
        <translation>Codebuch</translation>
    </message>
    <message>
        <source>Sorted by</source>
        <translation>Sortiert nach</translation>
    </message>
    <message>
        <source>By number</source>
        <translation>Nach Nummer</translation>
    </message>
    <message>
        <source>By colour</source>
        <translation>Nach Farbe</translation>
    </message>
    <message>
        <source>By use in this picture</source>
        <translation>Nach Gebrauch in diesem Bild</translation>
    </message>
    <message>
        <source>By use in this project</source>
        <translation>Nach Gebrauch in diesem Projekt</translation>
    </message>
    <message>
        <source>By likeness to the chosen one</source>
        <translation>Nach Ähnlichkeit mit dem gewählten</translation>
    </message>
    <message>
        <source>Number of the code</source>
        <translation>Nummer des Codes</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>Codes</translation>
    </message>
    <message>
        <source>Nearest codes</source>
        <translation>Nächste Codes</translation>
    </message>
    <message>
        <source>Takes the token brush: what it goes over becomes this code, and the picture is made again</source>
        <translation>Nimmt den Token-Pinsel: Worüber er geht, wird dieser Code, und das Bild entsteht neu</translation>
    </message>
    <message>
        <source>Choose a code, or pick a cell on the canvas (%1).</source>
        <translation>Einen Code wählen oder auf der Leinwand eine Zelle aufnehmen (%1).</translation>
    </message>
    <message>
        <source>Code %1 amid its own kind. In a picture it looks different beside others.
%2 times in this picture, %3 in this project&apos;s runs.</source>
        <translation>Code %1 inmitten von seinesgleichen. In einem Bild sieht er neben anderen anders aus.
%2-mal in diesem Bild, %3-mal in den Läufen dieses Projekts.</translation>
    </message>
    <message>
        <source>Code %1, %2 away</source>
        <translation>Code %1, Abstand %2</translation>
    </message>
</context>
<context>
    <name>unmask::CropView</name>
    <message>
        <source>The part of the picture to learn from</source>
        <translation>Der Teil des Bildes, aus dem gelernt wird</translation>
    </message>
    <message>
        <source>Drag the square or its corners; the wheel, + and - size it</source>
        <translation>Das Quadrat oder seine Ecken ziehen; Mausrad, + und - ändern die Größe</translation>
    </message>
    <message>
        <source>Drop a picture here, paste one, or choose one below</source>
        <translation>Ein Bild hier ablegen, einfügen oder unten wählen</translation>
    </message>
</context>
<context>
    <name>unmask::DocumentModel</name>
    <message>
        <source>New Picture</source>
        <translation>Neues Bild</translation>
    </message>
</context>
<context>
    <name>unmask::EnginePage</name>
    <message>
        <source>As many as cores</source>
        <translation>So viele wie Kerne</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Threads to compute with. More than the processor has cores makes it slower.</source>
        <translation>Threads, mit denen gerechnet wird. Mehr, als der Prozessor Kerne hat, macht es langsamer.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>fp32: exact, runs everywhere</source>
        <translation>fp32: genau, läuft überall</translation>
    </message>
    <message>
        <source>bf16: half the memory, faster on this processor</source>
        <translation>bf16: halber Speicher, schneller auf diesem Prozessor</translation>
    </message>
    <message>
        <source>bf16: half the memory, but very slow on this processor</source>
        <translation>bf16: halber Speicher, aber sehr langsam auf diesem Prozessor</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>&amp;Threads</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>&amp;Genauigkeit</translation>
    </message>
    <message>
        <source>Both take effect when a model is loaded the next time. With bf16, a seed can give a slightly different picture.</source>
        <translation>Beides gilt, wenn das nächste Mal ein Modell geladen wird. Mit bf16 kann ein Startwert ein leicht anderes Bild ergeben.</translation>
    </message>
</context>
<context>
    <name>unmask::ExportDialog</name>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>&amp;Say in the file how it was made</source>
        <translation>In der Datei &amp;sagen, wie es entstand</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>Das Bild</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>Ein Schritt</translation>
    </message>
    <message>
        <source>All steps on a sheet</source>
        <translation>Alle Schritte auf einem Bogen</translation>
    </message>
    <message>
        <source>All steps as a film</source>
        <translation>Alle Schritte als Film</translation>
    </message>
    <message>
        <source>All steps as numbers (trace)</source>
        <translation>Alle Schritte als Zahlen (Trace)</translation>
    </message>
    <message>
        <source>start</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Animated PNG</source>
        <translation>Animiertes PNG</translation>
    </message>
    <message>
        <source>Animated WebP</source>
        <translation>Animiertes WebP</translation>
    </message>
    <message>
        <source>GIF, 256 colours</source>
        <translation>GIF, 256 Farben</translation>
    </message>
    <message>
        <source>MP4 video</source>
        <translation>MP4-Video</translation>
    </message>
    <message>
        <source>WebM video</source>
        <translation>WebM-Video</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Wie es ist</translation>
    </message>
    <message>
        <source>Twice as large</source>
        <translation>Doppelt so groß</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Was</translation>
    </message>
    <message>
        <source>St&amp;ep</source>
        <translation>Schri&amp;tt</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>&amp;Time a step</source>
        <translation>&amp;Zeit je Schritt</translation>
    </message>
    <message>
        <source>&amp;Hold the last step</source>
        <translation>&amp;Letzten Schritt halten</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>Prompt, seed and settings, so that the picture can be made again</source>
        <translation>Prompt, Startwert und Einstellungen, damit das Bild wieder entstehen kann</translation>
    </message>
    <message>
        <source>Videos have no place for it</source>
        <translation>Videos haben keinen Platz dafür</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 Pixel</translation>
    </message>
    <message>
        <source>%1 pictures on one</source>
        <translation>%1 Bilder auf einem</translation>
    </message>
    <message>
        <source>Tokens, confidence and order of every step, as the command line&apos;s --trace writes them</source>
        <translation>Tokens, Sicherheit und Reihenfolge jedes Schritts, wie --trace der Befehlszeile sie schreibt</translation>
    </message>
    <message>
        <source>%1 pictures, %2 s  ·  %3</source>
        <translation>%1 Bilder, %2 s  ·  %3</translation>
    </message>
    <message>
        <source>This picture was not made here</source>
        <translation>Dieses Bild wurde nicht hier gemacht</translation>
    </message>
</context>
<context>
    <name>unmask::Exporter</name>
    <message>
        <source>Exporting %1</source>
        <translation>%1 wird exportiert</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Exported as %1</source>
        <translation>Exportiert als %1</translation>
    </message>
    <message>
        <source>The export was stopped; no file was written</source>
        <translation>Der Export wurde angehalten; keine Datei wurde geschrieben</translation>
    </message>
    <message>
        <source>Nothing was exported</source>
        <translation>Nichts wurde exportiert</translation>
    </message>
</context>
<context>
    <name>unmask::FileDialogs</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Pictures and projects (*.png *.jpg *.jpeg *.webp *.unmask)</source>
        <translation>Bilder und Projekte (*.png *.jpg *.jpeg *.webp *.unmask)</translation>
    </message>
    <message>
        <source>Save Project As</source>
        <translation>Projekt speichern unter</translation>
    </message>
    <message>
        <source>Unmask projects (*.unmask)</source>
        <translation>Unmask-Projekte (*.unmask)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <translation>%1-Dateien (*.%2)</translation>
    </message>
    <message>
        <source>Add a Style</source>
        <translation>Stil hinzufügen</translation>
    </message>
    <message>
        <source>Adapters (*.safetensors);;All files (*)</source>
        <translation>Adapter (*.safetensors);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>unmask::FoldSection</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>Eingeklappt</translation>
    </message>
</context>
<context>
    <name>unmask::FoldersPage</name>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Model folders</source>
        <translation>&amp;Modellordner</translation>
    </message>
    <message>
        <source>Model folders</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>&amp;Hinzufügen…</translation>
    </message>
    <message>
        <source>Add a model, or a folder of models</source>
        <translation>Ein Modell oder einen Ordner voller Modelle hinzufügen</translation>
    </message>
    <message>
        <source>Stop looking in this folder; nothing is deleted</source>
        <translation>Nicht mehr in diesem Ordner suchen; gelöscht wird nichts</translation>
    </message>
    <message>
        <source>&amp;Pictures are saved in</source>
        <translation>&amp;Bilder werden gespeichert in</translation>
    </message>
    <message>
        <source>Folder of saved pictures</source>
        <translation>Ordner der gespeicherten Bilder</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Wählen…</translation>
    </message>
    <message>
        <source>Besides these: the model that comes with the program, %1, and the Hugging Face cache. Models are read where they are.</source>
        <translation>Außer diesen: das mitgelieferte Modell, %1 und der Hugging-Face-Cache. Modelle werden gelesen, wo sie sind.</translation>
    </message>
    <message>
        <source>Saving elsewhere makes that the folder for the next time.</source>
        <translation>Wer anderswo speichert, macht diesen Ordner zum nächsten.</translation>
    </message>
    <message>
        <source>Add a Folder of Models</source>
        <translation>Ordner mit Modellen hinzufügen</translation>
    </message>
    <message>
        <source>Where to Save Pictures</source>
        <translation>Wohin Bilder gespeichert werden</translation>
    </message>
</context>
<context>
    <name>unmask::HistoryList</name>
    <message>
        <source>Pictures made</source>
        <translation>Entstandene Bilder</translation>
    </message>
</context>
<context>
    <name>unmask::HistoryModel</name>
    <message>
        <source>%1, starred</source>
        <translation>%1, mit Stern</translation>
    </message>
    <message>
        <source>%1
%2
%3 × %4, %5</source>
        <translation>%1
%2
%3 × %4, %5</translation>
    </message>
</context>
<context>
    <name>unmask::HistoryPanel</name>
    <message>
        <source>Take Back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Starred ones only</source>
        <translation>Nur die mit Stern</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>What was deleted; it stays for 30 days</source>
        <translation>Was gelöscht wurde; es bleibt 30 Tage</translation>
    </message>
    <message>
        <source>Search prompts and models</source>
        <translation>Prompts und Modelle suchen</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Den Verlauf durchsuchen</translation>
    </message>
    <message>
        <source>The history has a problem</source>
        <translation>Der Verlauf hat ein Problem</translation>
    </message>
    <message>
        <source>Settings of an earlier picture were taken over</source>
        <translation>Einstellungen eines früheren Bildes übernommen</translation>
    </message>
    <message>
        <source>1 picture in the trash</source>
        <translation>1 Bild im Papierkorb</translation>
    </message>
    <message>
        <source>%1 pictures in the trash</source>
        <translation>%1 Bilder im Papierkorb</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>%1 pictures</source>
        <translation>%1 Bilder</translation>
    </message>
    <message>
        <source>&amp;Open as Picture	Return</source>
        <translation>Als Bild ö&amp;ffnen	Eingabe</translation>
    </message>
    <message>
        <source>Use &amp;All Settings	A</source>
        <translation>&amp;Alle Einstellungen übernehmen	A</translation>
    </message>
    <message>
        <source>Use the &amp;Prompt	P</source>
        <translation>Den &amp;Prompt übernehmen	P</translation>
    </message>
    <message>
        <source>Use the &amp;Seed	S</source>
        <translation>Den &amp;Startwert übernehmen	S</translation>
    </message>
    <message>
        <source>&amp;Remix: All but the Seed	R</source>
        <translation>&amp;Remix: alles außer dem Startwert	R</translation>
    </message>
    <message>
        <source>S&amp;tar or Unstar	.</source>
        <translation>S&amp;tern setzen oder entfernen	.</translation>
    </message>
    <message>
        <source>Take &amp;Back out of the Trash</source>
        <translation>Aus dem Papierkorb &amp;zurückholen</translation>
    </message>
    <message>
        <source>&amp;Delete for Good	Del</source>
        <translation>En&amp;dgültig löschen	Entf</translation>
    </message>
    <message>
        <source>Move to the &amp;Trash	Del</source>
        <translation>In den Papierk&amp;orb	Entf</translation>
    </message>
    <message>
        <source>Delete this picture for good?</source>
        <translation>Dieses Bild endgültig löschen?</translation>
    </message>
    <message>
        <source>Delete %1 pictures for good?</source>
        <translation>%1 Bilder endgültig löschen?</translation>
    </message>
    <message>
        <source>Delete for Good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>The picture is in the trash.</source>
        <translation>Das Bild ist im Papierkorb.</translation>
    </message>
    <message>
        <source>%1 pictures are in the trash.</source>
        <translation>%1 Bilder sind im Papierkorb.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo (%1)</source>
        <translation>Rückgängig (%1)</translation>
    </message>
</context>
<context>
    <name>unmask::HistoryWorker</name>
    <message>
        <source>From the history</source>
        <translation>Aus dem Verlauf</translation>
    </message>
</context>
<context>
    <name>unmask::ImportBar</name>
    <message>
        <source>Imported picture</source>
        <translation>Importiertes Bild</translation>
    </message>
    <message>
        <source>How the picture is made to fit</source>
        <translation>Wie das Bild passend gemacht wird</translation>
    </message>
    <message>
        <source>Cropped to fill</source>
        <translation>Füllend zugeschnitten</translation>
    </message>
    <message>
        <source>Whole, with white borders</source>
        <translation>Ganz, mit weißem Rand</translation>
    </message>
    <message>
        <source>Whole, in its own shape</source>
        <translation>Ganz, in seiner Form</translation>
    </message>
    <message>
        <source>How a picture of another size is made to fit the model</source>
        <translation>Wie ein Bild anderer Größe für das Modell passend gemacht wird</translation>
    </message>
    <message>
        <source>This picture says how it was made: take over its prompt, seed and settings</source>
        <translation>Dieses Bild sagt, wie es entstand: Prompt, Startwert und Einstellungen übernehmen</translation>
    </message>
    <message>
        <source>Close this bar</source>
        <translation>Diese Leiste schließen</translation>
    </message>
    <message>
        <source>%1, %2 × %3 pixels, fits as it is</source>
        <translation>%1, %2 × %3 Pixel, passt, wie es ist</translation>
    </message>
    <message>
        <source>%1, %2 × %3 pixels, made %4 × %5:</source>
        <translation>%1, %2 × %3 Pixel, wird zu %4 × %5:</translation>
    </message>
    <message>
        <source>Put this picture on the canvas</source>
        <translation>Dieses Bild auf die Leinwand legen</translation>
    </message>
    <message>
        <source>%1 says how it was made (%2).</source>
        <translation>%1 sagt, wie es entstand (%2).</translation>
    </message>
    <message>
        <source>%1 says how it was made (%2): “%3”</source>
        <translation>%1 sagt, wie es entstand (%2): „%3“</translation>
    </message>
    <message>
        <source>Use Its Settings</source>
        <translation>Einstellungen übernehmen</translation>
    </message>
    <message>
        <source>Use as Picture</source>
        <translation>Als Bild verwenden</translation>
    </message>
</context>
<context>
    <name>unmask::KeyCapture</name>
    <message>
        <source>Press the new key…</source>
        <translation>Neue Taste drücken…</translation>
    </message>
</context>
<context>
    <name>unmask::KeyPresets</name>
    <message>
        <source>Krita and Photoshop</source>
        <translation>Krita und Photoshop</translation>
    </message>
</context>
<context>
    <name>unmask::KeyScheme</name>
    <message>
        <source>Canvas</source>
        <translation>Leinwand</translation>
    </message>
</context>
<context>
    <name>unmask::KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>Auf der Leinwand</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>Am Zeiger zoomen</translation>
    </message>
    <message>
        <source>wheel, or Alt+wheel</source>
        <translation>Mausrad oder Alt+Mausrad</translation>
    </message>
    <message>
        <source>wheel, or Ctrl+wheel</source>
        <translation>Mausrad oder Strg+Mausrad</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Strg+Mausrad</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+Mausrad</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Bild verschieben</translation>
    </message>
    <message>
        <source>middle-drag</source>
        <translation>mit der mittleren Taste ziehen</translation>
    </message>
    <message>
        <source>Straight line</source>
        <translation>Gerade Linie</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Umschalt+Klick</translation>
    </message>
    <message>
        <source>The other way round</source>
        <translation>Umgekehrt wirken</translation>
    </message>
    <message>
        <source>right button, or Ctrl</source>
        <translation>rechte Taste oder Strg</translation>
    </message>
</context>
<context>
    <name>unmask::KeyTips</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>unmask::KeysPage</name>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>&amp;Change Key</source>
        <translation>Taste ä&amp;ndern</translation>
    </message>
    <message>
        <source>A&amp;dd Key</source>
        <translation>Taste &amp;dazu</translation>
    </message>
    <message>
        <source>Key preset</source>
        <translation>Tastenvorlage</translation>
    </message>
    <message>
        <source>Keys as in another program. Choosing one drops your own changes.</source>
        <translation>Tasten wie in einem anderen Programm. Die Wahl verwirft eigene Änderungen.</translation>
    </message>
    <message>
        <source>Brush size by wheel</source>
        <translation>Pinselgröße mit dem Mausrad</translation>
    </message>
    <message>
        <source>Which key turns the wheel from zooming to changing the brush size</source>
        <translation>Mit welcher Taste das Mausrad die Pinselgröße ändert, statt zu zoomen</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+Mausrad</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Strg+Mausrad</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>Befehle und Tasten suchen</translation>
    </message>
    <message>
        <source>Search a command or a key, such as mask or Ctrl+D</source>
        <translation>Befehl oder Taste suchen, etwa Maske oder Strg+D</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>&amp;Vorlage</translation>
    </message>
    <message>
        <source>Brush si&amp;ze</source>
        <translation>&amp;Pinselgröße</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Use It Here</source>
        <translation>&amp;Hier verwenden</translation>
    </message>
    <message>
        <source>Take the key from the other command</source>
        <translation>Dem anderen Befehl die Taste nehmen</translation>
    </message>
    <message>
        <source>&amp;Leave It</source>
        <translation>&amp;Dort lassen</translation>
    </message>
    <message>
        <source>Change nothing</source>
        <translation>Nichts ändern</translation>
    </message>
    <message>
        <source>Give the command this one key (Enter or double-click)</source>
        <translation>Dem Befehl diese eine Taste geben (Eingabe oder Doppelklick)</translation>
    </message>
    <message>
        <source>Give the command one more key</source>
        <translation>Dem Befehl noch eine Taste geben</translation>
    </message>
    <message>
        <source>&amp;No Key</source>
        <translation>&amp;Keine Taste</translation>
    </message>
    <message>
        <source>Take all keys from the command</source>
        <translation>Dem Befehl alle Tasten nehmen</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>Zurü&amp;cksetzen</translation>
    </message>
    <message>
        <source>Back to the preset&apos;s keys for this command</source>
        <translation>Für diesen Befehl zurück zu den Tasten der Vorlage</translation>
    </message>
    <message>
        <source>Reset &amp;All</source>
        <translation>&amp;Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Back to the preset&apos;s keys for everything</source>
        <translation>Für alles zurück zu den Tasten der Vorlage</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Also the key of %1</source>
        <translation>Auch die Taste von %1</translation>
    </message>
    <message>
        <source>%1 is the key of %2.</source>
        <translation>%1 ist die Taste von %2.</translation>
    </message>
</context>
<context>
    <name>unmask::LabControl</name>
    <message>
        <source>Lock Cell</source>
        <translation>Zelle sperren</translation>
    </message>
    <message>
        <source>Mask Cell</source>
        <translation>Zelle maskieren</translation>
    </message>
    <message>
        <source>Row %1, column %2: </source>
        <translation>Zeile %1, Spalte %2: </translation>
    </message>
    <message>
        <source>not measured in this step</source>
        <translation>in diesem Schritt nicht gemessen</translation>
    </message>
    <message>
        <source>Row %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>Still hidden; meant to be token %1 with %2 %.</source>
        <translation>Noch verborgen; soll mit %2 % Token %1 werden.</translation>
    </message>
    <message>
        <source>Token %1, fixed with %2 %.</source>
        <translation>Token %1, mit %2 % festgelegt.</translation>
    </message>
    <message>
        <source>With the prompt alone %1 %, without it %2 %.</source>
        <translation>Mit dem Prompt allein %1 %, ohne ihn %2 %.</translation>
    </message>
    <message>
        <source>Entropy %1 nats, prompt pull %2 nats.</source>
        <translation>Entropie %1 Nat, Zug des Prompts %2 Nat.</translation>
    </message>
    <message>
        <source>All other tokens together: %1 %.</source>
        <translation>Alle anderen Tokens zusammen: %1 %.</translation>
    </message>
    <message>
        <source>There from the start: no step measured it.</source>
        <translation>Von Anfang an da: Kein Schritt hat sie gemessen.</translation>
    </message>
    <message>
        <source>Swap Token</source>
        <translation>Token tauschen</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>Token %1.</source>
        <translation>Token %1.</translation>
    </message>
    <message>
        <source>Put in by hand; the run had drawn token %1 with %2 %.</source>
        <translation>Von Hand eingesetzt; der Lauf hatte Token %1 mit %2 % gezogen.</translation>
    </message>
    <message>
        <source>Now it is token %1.</source>
        <translation>Jetzt ist es Token %1.</translation>
    </message>
    <message>
        <source>Step %1.</source>
        <translation>Schritt %1.</translation>
    </message>
    <message>
        <source>Choose a code in the codebook first (%1)</source>
        <translation>Zuerst im Codebuch einen Code wählen (%1)</translation>
    </message>
    <message>
        <source>Tokens are painted into a finished picture</source>
        <translation>Tokens werden in ein fertiges Bild gemalt</translation>
    </message>
    <message>
        <source>Paint Token</source>
        <translation>Token malen</translation>
    </message>
    <message>
        <source>Unlock Cell</source>
        <translation>Zelle entsperren</translation>
    </message>
</context>
<context>
    <name>unmask::LabMaps</name>
    <message>
        <source>This picture was not made here: there is no recorded run.</source>
        <translation>Dieses Bild entstand nicht hier: Es gibt keinen aufgezeichneten Lauf.</translation>
    </message>
    <message>
        <source>Nothing was measured in this step.</source>
        <translation>In diesem Schritt wurde nichts gemessen.</translation>
    </message>
    <message>
        <source>Waiting for the engine…</source>
        <translation>Wartet auf das Rechenwerk…</translation>
    </message>
    <message>
        <source>The run is still going on.</source>
        <translation>Der Lauf ist noch nicht zu Ende.</translation>
    </message>
    <message>
        <source>The original&apos;s run</source>
        <translation>Der Lauf des Originals</translation>
    </message>
    <message>
        <source>The run of candidate %1</source>
        <translation>Der Lauf von Kandidat %1</translation>
    </message>
    <message>
        <source>The start of this run</source>
        <translation>Der Anfang dieses Laufs</translation>
    </message>
    <message>
        <source>Step %1 of this run</source>
        <translation>Schritt %1 dieses Laufs</translation>
    </message>
    <message>
        <source>There is nothing to compare with.</source>
        <translation>Es gibt nichts zum Vergleichen.</translation>
    </message>
    <message>
        <source>%1 of %2 cells differ.</source>
        <translation>%1 von %2 Zellen sind verschieden.</translation>
    </message>
    <message>
        <source>The colour is the step they part in.</source>
        <translation>Die Farbe ist der Schritt, in dem sie sich trennen.</translation>
    </message>
    <message>
        <source>There is no picture.</source>
        <translation>Es gibt kein Bild.</translation>
    </message>
    <message>
        <source>Made with the model %1: load it to ask.</source>
        <translation>Mit dem Modell %1 gemacht: Laden Sie es, um zu fragen.</translation>
    </message>
</context>
<context>
    <name>unmask::LabPanel</name>
    <message>
        <source>Reveal order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Confidence, guided</source>
        <translation>Sicherheit, geführt</translation>
    </message>
    <message>
        <source>Probability of the chosen token under guidance. The model&apos;s opinion, not correctness.</source>
        <translation>Wahrscheinlichkeit des gewählten Tokens mit Führung. Die Meinung des Modells, nicht die Richtigkeit.</translation>
    </message>
    <message>
        <source>Confidence with the prompt</source>
        <translation>Sicherheit mit Prompt</translation>
    </message>
    <message>
        <source>Probability of the chosen token given the prompt alone, before guidance.</source>
        <translation>Wahrscheinlichkeit des gewählten Tokens mit dem Prompt allein, vor der Führung.</translation>
    </message>
    <message>
        <source>Confidence without the prompt</source>
        <translation>Sicherheit ohne Prompt</translation>
    </message>
    <message>
        <source>Probability of the chosen token given the negative prompt.</source>
        <translation>Wahrscheinlichkeit des gewählten Tokens mit dem negativen Prompt.</translation>
    </message>
    <message>
        <source>Hesitation (entropy)</source>
        <translation>Zögern (Entropie)</translation>
    </message>
    <message>
        <source>How undecided the model was, in nats. A guide to what to hide again.</source>
        <translation>Wie unentschieden das Modell war, in Nat. Ein Hinweis, was wieder zu verbergen ist.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Vorsprung</translation>
    </message>
    <message>
        <source>Probability of the best token minus that of the second.</source>
        <translation>Wahrscheinlichkeit des besten Tokens minus die des zweiten.</translation>
    </message>
    <message>
        <source>Selection score</source>
        <translation>Auswahlwert</translation>
    </message>
    <message>
        <source>What really ordered the reveal: log p plus annealed noise, or the rank in a fixed order.</source>
        <translation>Was die Reihenfolge wirklich bestimmte: log p plus abklingendes Rauschen, oder der Rang in einer festen Reihenfolge.</translation>
    </message>
    <message>
        <source>Prompt pull</source>
        <translation>Zug des Prompts</translation>
    </message>
    <message>
        <source>How far the prompt moves the distribution: KL divergence in nats.</source>
        <translation>Wie weit der Prompt die Verteilung verschiebt: KL-Divergenz in Nat.</translation>
    </message>
    <message>
        <source>Put In</source>
        <translation>Einsetzen</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maskieren</translation>
    </message>
    <message>
        <source>Mask Around</source>
        <translation>Umgebung maskieren</translation>
    </message>
    <message>
        <source>Token lab</source>
        <translation>Token-Labor</translation>
    </message>
    <message>
        <source>Map over the picture</source>
        <translation>Karte über dem Bild</translation>
    </message>
    <message>
        <source>No map</source>
        <translation>Keine Karte</translation>
    </message>
    <message>
        <source>Attention of a word</source>
        <translation>Aufmerksamkeit eines Wortes</translation>
    </message>
    <message>
        <source>Words of the prompt</source>
        <translation>Wörter des Prompts</translation>
    </message>
    <message>
        <source>Token Lab</source>
        <translation>Token-Labor</translation>
    </message>
    <message>
        <source>What the cell could have been</source>
        <translation>Was die Zelle hätte werden können</translation>
    </message>
    <message>
        <source>Put the chosen token in this cell (double-click does it, too)</source>
        <translation>Das gewählte Token in diese Zelle setzen (auch per Doppelklick)</translation>
    </message>
    <message>
        <source>No run may change this cell</source>
        <translation>Kein Lauf darf diese Zelle ändern</translation>
    </message>
    <message>
        <source>Mask this cell, so that the next run draws it again</source>
        <translation>Diese Zelle maskieren, damit der nächste Lauf sie neu zieht</translation>
    </message>
    <message>
        <source>Mask this cell and the eight around it</source>
        <translation>Diese Zelle und die acht um sie maskieren</translation>
    </message>
    <message>
        <source>Choose the picker (I) and click a cell.</source>
        <translation>Die Pipette (I) wählen und eine Zelle anklicken.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Token %1</source>
        <translation>Token %1</translation>
    </message>
    <message>
        <source>Where the network looks at a word, mean over heads and layers or of chosen ones. Correlation, not cause.</source>
        <translation>Wo das Netz auf ein Wort schaut, Mittel über Köpfe und Schichten oder gewählte. Zusammenhang, nicht Ursache.</translation>
    </message>
    <message>
        <source>Leaving a word out, one step</source>
        <translation>Ein Wort weglassen, ein Schritt</translation>
    </message>
    <message>
        <source>How much this step&apos;s prediction would move without the word: total variation, 0 … 1. A cause, within one step.</source>
        <translation>Wie weit sich die Vorhersage dieses Schritts ohne das Wort verschiebt: totale Variation, 0 … 1. Eine Ursache, innerhalb eines Schritts.</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Cells that hold another token than another run or another step.</source>
        <translation>Zellen mit einem anderen Token als in einem anderen Lauf oder Schritt.</translation>
    </message>
    <message>
        <source>Loss by encoding</source>
        <translation>Verlust beim Kodieren</translation>
    </message>
    <message>
        <source>What turning the picture into tokens and back costs: root mean square of the difference, 0 … 1.</source>
        <translation>Was der Weg des Bildes in Tokens und zurück kostet: quadratisches Mittel der Abweichung, 0 … 1.</translation>
    </message>
    <message>
        <source>Heal</source>
        <translation>Heilen</translation>
    </message>
    <message>
        <source>Layer of the attention</source>
        <translation>Schicht der Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Head of the attention</source>
        <translation>Kopf der Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Difference from</source>
        <translation>Unterschied zu</translation>
    </message>
    <message>
        <source>Draw the eight cells around this one again, so that they fit it</source>
        <translation>Die acht Zellen ringsum neu ziehen, damit sie zu dieser passen</translation>
    </message>
    <message>
        <source>Least Sure…</source>
        <translation>Unsichere…</translation>
    </message>
    <message>
        <source>Draw the cells again that the model was least sure of</source>
        <translation>Die Zellen neu ziehen, deren das Modell am unsichersten war</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>Alle Schichten</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>All heads</source>
        <translation>Alle Köpfe</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>Kopf %1</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>The step that fixed each cell; 0: it was given.</source>
        <translation>Der Schritt, der die Zelle festlegte; 0: Sie war gegeben.</translation>
    </message>
</context>
<context>
    <name>unmask::LearnDialog</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Learn a Style</source>
        <translation>Einen Stil lernen</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>Arbeitet</translation>
    </message>
    <message>
        <source>What is being learned goes on</source>
        <translation>Was gelernt wird, läuft weiter</translation>
    </message>
    <message>
        <source>Learning “%1” takes about %2 and %3 of memory.

One can go on painting meanwhile: learning waits while a picture is made. It can be paused and stopped at any time, and everything is saved.

The style goes to
%4</source>
        <translation>„%1“ zu lernen dauert etwa %2 und braucht %3 Speicher.

Man kann derweil weitermalen: Das Lernen wartet, solange ein Bild entsteht. Es lässt sich jederzeit anhalten und beenden, und alles wird gespeichert.

Der Stil kommt nach
%4</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Start &amp;Learning</source>
        <translation>&amp;Lernen beginnen</translation>
    </message>
    <message>
        <source>Learn &amp;Another</source>
        <translation>&amp;Noch einen lernen</translation>
    </message>
    <message>
        <source>&amp;Prepare</source>
        <translation>&amp;Vorbereiten</translation>
    </message>
    <message>
        <source>Next, the time and memory it takes are measured.</source>
        <translation>Als Nächstes wird gemessen, wie viel Zeit und Speicher es braucht.</translation>
    </message>
    <message>
        <source>Loading the model and measuring…</source>
        <translation>Lädt das Modell und misst…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an…</translation>
    </message>
    <message>
        <source>Clos&amp;e</source>
        <translation>Schli&amp;eßen</translation>
    </message>
</context>
<context>
    <name>unmask::LearnProgress</name>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>&amp;Stop and Save</source>
        <translation>&amp;Beenden und speichern</translation>
    </message>
    <message>
        <source>&amp;Use It Now</source>
        <translation>&amp;Jetzt verwenden</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pictures drawn while it learned</source>
        <translation>Bilder, die beim Lernen entstanden</translation>
    </message>
    <message>
        <source>Go back to how the same pictures looked earlier; they all begin with one seed</source>
        <translation>Zurück dahin, wie dieselben Bilder früher aussahen; alle beginnen mit einem Startwert</translation>
    </message>
    <message>
        <source>Add the style, as far as it has got, to the list under the prompt</source>
        <translation>Den Stil, so weit er ist, in die Liste unter dem Prompt stellen</translation>
    </message>
    <message>
        <source>Everything is saved: the style can be used, and learning can go on later</source>
        <translation>Alles wird gespeichert: Der Stil lässt sich verwenden, und das Lernen kann später weitergehen</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>The model draws pictures of its own to learn from: %1 of %2</source>
        <translation>Das Modell zeichnet eigene Bilder, um daraus zu lernen: %1 von %2</translation>
    </message>
    <message>
        <source>Update %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Stopping and saving…</source>
        <translation>Hält an und speichert…</translation>
    </message>
    <message>
        <source>%1  ·  paused; everything is saved</source>
        <translation>%1  ·  pausiert; alles ist gespeichert</translation>
    </message>
    <message>
        <source>%1  ·  waits while a picture is made</source>
        <translation>%1  ·  wartet, solange ein Bild entsteht</translation>
    </message>
    <message>
        <source>Begins…  ·  %1</source>
        <translation>Beginnt…  ·  %1</translation>
    </message>
    <message>
        <source>%1  ·  %2</source>
        <translation>%1  ·  %2</translation>
    </message>
    <message>
        <source>Learned. The style is saved and can be used.</source>
        <translation>Gelernt. Der Stil ist gespeichert und lässt sich verwenden.</translation>
    </message>
    <message>
        <source>Stopped before the first update: there is no style yet. What was done is saved, and learning can go on later.</source>
        <translation>Vor dem ersten Schritt beendet: Noch gibt es keinen Stil. Was getan war, ist gespeichert, und das Lernen kann später weitergehen.</translation>
    </message>
    <message>
        <source>Stopped after %1 updates. Everything is saved: the style can be used, and learning can go on later.</source>
        <translation>Nach %1 Schritten beendet. Alles ist gespeichert: Der Stil lässt sich verwenden, und das Lernen kann später weitergehen.</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>no pictures yet</source>
        <translation>noch keine Bilder</translation>
    </message>
    <message>
        <source>after update %1</source>
        <translation>nach Schritt %1</translation>
    </message>
    <message>
        <source>before it learned</source>
        <translation>vor dem Lernen</translation>
    </message>
</context>
<context>
    <name>unmask::LearnSetup</name>
    <message>
        <source>&amp;Choose a Picture…</source>
        <translation>Bild &amp;wählen…</translation>
    </message>
    <message>
        <source>P&amp;aste</source>
        <translation>Ein&amp;fügen</translation>
    </message>
    <message>
        <source>&amp;Use the Current Picture</source>
        <translation>Das &amp;aktuelle Bild nehmen</translation>
    </message>
    <message>
        <source>ink</source>
        <translation>tusche</translation>
    </message>
    <message>
        <source>a mushroom</source>
        <translation>a mushroom</translation>
    </message>
    <message>
        <source>What the picture shows, without a word about its style. Small models read English.</source>
        <translation>Was das Bild zeigt, ohne ein Wort über seinen Stil. Kleine Modelle lesen Englisch.</translation>
    </message>
    <message>
        <source>The words that ask for the style in a prompt later</source>
        <translation>Die Wörter, die den Stil später im Prompt verlangen</translation>
    </message>
    <message>
        <source>How many times the style is made a little better</source>
        <translation>Wie oft der Stil ein wenig verbessert wird</translation>
    </message>
    <message>
        <source>How much the style can hold; the file grows with it</source>
        <translation>Wie viel der Stil fassen kann; die Datei wächst mit</translation>
    </message>
    <message>
        <source>Pictures the model draws itself first, redrawn in the picture&apos;s manner, so that it learns the style and not the thing. 0: from the picture alone</source>
        <translation>Bilder, die das Modell zuerst selbst zeichnet und die in der Art des Bildes umgezeichnet werden, damit es den Stil lernt und nicht das Ding. 0: nur aus dem Bild</translation>
    </message>
    <message>
        <source>Another number learns a little differently</source>
        <translation>Eine andere Zahl lernt ein wenig anders</translation>
    </message>
    <message>
        <source>Processor cores to learn with. Fewer leave more for the window and other programs</source>
        <translation>Prozessorkerne, mit denen gelernt wird. Weniger lassen dem Fenster und anderen Programmen mehr</translation>
    </message>
    <message>
        <source>How long to learn</source>
        <translation>Wie lange gelernt wird</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>It &amp;shows</source>
        <translation>Es &amp;zeigt</translation>
    </message>
    <message>
        <source>&amp;Learn</source>
        <translation>&amp;Lernen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Own pictures</source>
        <translation>Eigene Bilder</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>As the reference (256)</source>
        <translation>Wie die Referenz (256)</translation>
    </message>
    <message>
        <source>As the reference (512)</source>
        <translation>Wie die Referenz (512)</translation>
    </message>
    <message>
        <source>Load a model first: a style is learned for one model.</source>
        <translation>Zuerst ein Modell laden: Ein Stil wird für ein Modell gelernt.</translation>
    </message>
    <message>
        <source>Choose a picture to learn from.</source>
        <translation>Ein Bild wählen, aus dem gelernt wird.</translation>
    </message>
    <message>
        <source>Give the style a name.</source>
        <translation>Dem Stil einen Namen geben.</translation>
    </message>
    <message>
        <source>The name is to be that of a file: without / \ : * ? &quot; &lt; &gt; | and no dot in front.</source>
        <translation>Der Name soll der einer Datei sein: ohne / \ : * ? &quot; &lt; &gt; | und ohne Punkt am Anfang.</translation>
    </message>
    <message>
        <source>There is a style of this name already. Choose another name.</source>
        <translation>Einen Stil dieses Namens gibt es schon. Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>A style of this name is being learned: go on with it, or forget it.</source>
        <translation>Ein Stil dieses Namens ist angefangen: weitermachen oder vergessen.</translation>
    </message>
    <message>
        <source>Say what the picture shows.</source>
        <translation>Sagen, was das Bild zeigt.</translation>
    </message>
    <message>
        <source>The picture&apos;s caption: “%1”</source>
        <translation>Beschriftung des Bildes: „%1“</translation>
    </message>
    <message>
        <source>%1 updates from the picture and %2 that the model draws itself.</source>
        <translation>%1 Schritte aus dem Bild und %2, die das Modell selbst zeichnet.</translation>
    </message>
    <message>
        <source>%1 updates from the picture alone.</source>
        <translation>%1 Schritte nur aus dem Bild.</translation>
    </message>
    <message>
        <source>Goes to %1</source>
        <translation>Kommt nach %1</translation>
    </message>
    <message>
        <source>Its name in the list, and of its file</source>
        <translation>Sein Name in der Liste und der seiner Datei</translation>
    </message>
    <message>
        <source>Style &amp;words</source>
        <translation>&amp;Stilwörter</translation>
    </message>
    <message>
        <source>%1 updates from the picture alone: the model does not say what it could draw besides (unmask_prompts.txt).</source>
        <translation>%1 Schritte nur aus dem Bild: Das Modell sagt nicht, was es sonst zeichnen könnte (unmask_prompts.txt).</translation>
    </message>
</context>
<context>
    <name>unmask::Lesson</name>
    <message>
        <source>A picture made of words</source>
        <translation>Ein Bild aus Wörtern</translation>
    </message>
    <message>
        <source>The model does not know pixels. It knows a grid of cells, and for each cell one of a few thousand codes: its words for little patches.

Try: move the cursor over the grid. Each square is one code.</source>
        <translation>Das Modell kennt keine Pixel. Es kennt ein Gitter aus Zellen und für jede Zelle einen von einigen tausend Codes: seine Wörter für kleine Flecken.

Versuch: Den Zeiger über das Gitter bewegen. Jedes Quadrat ist ein Code.</translation>
    </message>
    <message>
        <source>It begins with nothing</source>
        <translation>Es beginnt mit nichts</translation>
    </message>
    <message>
        <source>Before the first step the cells are masked: hatched here. In every step the model guesses all masked cells at once, keeps the guesses it likes best, and masks the rest again.

Try: drag along the steps, or press %1 and %2.</source>
        <translation>Vor dem ersten Schritt sind die Zellen maskiert: hier schraffiert. In jedem Schritt rät das Modell alle maskierten Zellen zugleich, behält, was ihm am besten gefällt, und maskiert den Rest wieder.

Versuch: An den Schritten entlangziehen oder %1 und %2 drücken.</translation>
    </message>
    <message>
        <source>Who comes first</source>
        <translation>Wer zuerst kommt</translation>
    </message>
    <message>
        <source>This map shows the step that fixed each cell: dark early, bright late. Most cells are decided in the last steps, when the rest of the picture says what must stand there.

Try: move the cursor over the picture and read the step below the colours.</source>
        <translation>Diese Karte zeigt den Schritt, der jede Zelle festlegte: dunkel früh, hell spät. Die meisten Zellen fallen in den letzten Schritten, wenn der Rest des Bildes sagt, was dort stehen muss.

Versuch: Den Zeiger über das Bild bewegen und unter den Farben den Schritt lesen.</translation>
    </message>
    <message>
        <source>How sure it was</source>
        <translation>Wie sicher es war</translation>
    </message>
    <message>
        <source>Entropy is hesitation: bright where many codes would have done. It is the model&apos;s own doubt, not a measure of right and wrong.

Try: choose “Confidence, guided” in the list, and compare.</source>
        <translation>Entropie ist Zögern: hell, wo viele Codes gepasst hätten. Es ist der Zweifel des Modells selbst, kein Maß für richtig und falsch.

Versuch: In der Liste „Sicherheit, geführt“ wählen und vergleichen.</translation>
    </message>
    <message>
        <source>What else it could have been</source>
        <translation>Was es sonst hätte sein können</translation>
    </message>
    <message>
        <source>Here is the cell the model hesitated over most, with what else it thought of, and how likely each was.

Try: double-click another one to put it in; %1 takes it back. The picker (%2) looks at other cells.</source>
        <translation>Hier ist die Zelle, bei der das Modell am meisten zögerte, mit dem, woran es sonst dachte, und wie wahrscheinlich das war.

Versuch: Etwas anderes doppelt anklicken, um es einzusetzen; %1 nimmt es zurück. Die Pipette (%2) sieht andere Zellen an.</translation>
    </message>
    <message>
        <source>Where it looks</source>
        <translation>Wohin es schaut</translation>
    </message>
    <message>
        <source>While it guesses, every cell looks at the words of the prompt. The map shows how much at one of them. That is correlation: looking is not yet using.

Try: click another word. Go to an earlier step and see whether it looks elsewhere.</source>
        <translation>Beim Raten schaut jede Zelle auf die Wörter des Prompts. Die Karte zeigt, wie sehr auf eines davon. Das ist Zusammenhang: Schauen ist noch nicht Gebrauchen.

Versuch: Ein anderes Wort anklicken. Zu einem früheren Schritt gehen und sehen, ob es woanders hinschaut.</translation>
    </message>
    <message>
        <source>What a word does</source>
        <translation>Was ein Wort bewirkt</translation>
    </message>
    <message>
        <source>The dice of a run can be kept. Leave a word out with the same dice, and whatever changes is that word&apos;s doing: a cause.

Try: press this button (%1), then “Leave Out Each Word”.</source>
        <translation>Die Würfel eines Laufs lassen sich behalten. Lässt man mit denselben Würfeln ein Wort weg, so ist alles, was sich ändert, dessen Werk: eine Ursache.

Versuch: Diesen Knopf drücken (%1), dann „Jedes Wort weglassen“.</translation>
    </message>
    <message>
        <source>Take part</source>
        <translation>Mitmachen</translation>
    </message>
    <message>
        <source>Repainting, varying and healing are the same game from another start: some cells are masked again, the others stay.

Try: brush over a part of the picture and press the button (%1). Only that part is drawn anew.</source>
        <translation>Neu malen, variieren und heilen sind dasselbe Spiel mit anderem Anfang: Einige Zellen werden wieder maskiert, die anderen bleiben.

Versuch: Über einen Teil des Bildes pinseln und den Knopf drücken (%1). Nur dieser Teil wird neu gezeichnet.</translation>
    </message>
</context>
<context>
    <name>unmask::LossPlot</name>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>How far the model is from drawing the picture&apos;s style, update by update. Lower is better.</source>
        <translation>Wie weit das Modell vom Stil des Bildes entfernt ist, Schritt für Schritt. Niedriger ist besser.</translation>
    </message>
    <message>
        <source>Now %1</source>
        <translation>Jetzt %1</translation>
    </message>
</context>
<context>
    <name>unmask::MainWindow</name>
    <message>
        <source>The settings are not being remembered</source>
        <translation>Die Einstellungen werden nicht gemerkt</translation>
    </message>
    <message>
        <source>The last session&apos;s settings are gone</source>
        <translation>Die Einstellungen der letzten Sitzung sind verloren</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard</source>
        <translation>In der Zwischenablage ist kein Bild</translation>
    </message>
    <message>
        <source>Takes effect when a model is loaded the next time</source>
        <translation>Gilt, wenn das nächste Mal ein Modell geladen wird</translation>
    </message>
    <message>
        <source>Loading was stopped</source>
        <translation>Das Laden wurde angehalten</translation>
    </message>
    <message>
        <source>No model was found</source>
        <translation>Kein Modell gefunden</translation>
    </message>
    <message>
        <source>Open a folder that holds a model in the diffusers layout (model_index.json inside).</source>
        <translation>Einen Ordner öffnen, der ein Modell im diffusers-Aufbau enthält (mit model_index.json).</translation>
    </message>
    <message>
        <source>Open Folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open a Model Folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>%1 is ready</source>
        <translation>%1 ist bereit</translation>
    </message>
    <message>
        <source>The earlier model stays in use</source>
        <translation>Das bisherige Modell bleibt in Gebrauch</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>%1 could not be loaded</source>
        <translation>%1 konnte nicht geladen werden</translation>
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
        <translation>Zeile %1, Spalte %2  ·  </translation>
    </message>
    <message>
        <source>%1 × %2  ·  %3 %</source>
        <translation>%1 × %2  ·  %3 %</translation>
    </message>
    <message>
        <source>Vary the Least Confident Cells</source>
        <translation>Unsicherste Zellen abwandeln</translation>
    </message>
    <message>
        <source>Draw again, of the cells the model was least sure of (%):</source>
        <translation>Neu ziehen, von den Zellen, deren das Modell am unsichersten war (%):</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Abwandeln</translation>
    </message>
    <message>
        <source>%1 throws this run away.</source>
        <translation>%1 verwirft diesen Lauf.</translation>
    </message>
    <message>
        <source>The project is not saved</source>
        <translation>Das Projekt ist nicht gespeichert</translation>
    </message>
    <message>
        <source>Its last changes could not be written. Make room on the disk, or save the project under another name, and they are kept.</source>
        <translation>Die letzten Änderungen konnten nicht geschrieben werden. Schaffen Sie Platz auf dem Datenträger oder speichern Sie das Projekt unter anderem Namen, dann bleiben sie erhalten.</translation>
    </message>
    <message>
        <source>Close and Lose Them</source>
        <translation>Schließen und verlieren</translation>
    </message>
</context>
<context>
    <name>unmask::MapExport</name>
    <message>
        <source>Picture with legend (PNG)</source>
        <translation>Bild mit Legende (PNG)</translation>
    </message>
    <message>
        <source>Numbers as a table (CSV)</source>
        <translation>Zahlen als Tabelle (CSV)</translation>
    </message>
    <message>
        <source>Numbers as a tensor (safetensors)</source>
        <translation>Zahlen als Tensor (safetensors)</translation>
    </message>
    <message>
        <source>Export the Map</source>
        <translation>Karte exportieren</translation>
    </message>
    <message>
        <source>The map was not exported</source>
        <translation>Die Karte wurde nicht exportiert</translation>
    </message>
    <message>
        <source>Exported as %1</source>
        <translation>Exportiert als %1</translation>
    </message>
    <message>
        <source>Export “%1” as</source>
        <translation>„%1“ exportieren als</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
</context>
<context>
    <name>unmask::MapLegend</name>
    <message>
        <source>Colours from %1 to %2</source>
        <translation>Farben von %1 bis %2</translation>
    </message>
</context>
<context>
    <name>unmask::MaskFiles</name>
    <message>
        <source>The mask was not imported</source>
        <translation>Die Maske wurde nicht importiert</translation>
    </message>
    <message>
        <source>Import Mask</source>
        <translation>Maske importieren</translation>
    </message>
    <message>
        <source>Mask imported from %1</source>
        <translation>Maske importiert aus %1</translation>
    </message>
    <message>
        <source>Mask imported from %1, stretched from %2 × %3</source>
        <translation>Maske importiert aus %1, gestreckt von %2 × %3</translation>
    </message>
    <message>
        <source>The mask was not exported</source>
        <translation>Die Maske wurde nicht exportiert</translation>
    </message>
    <message>
        <source>Mask exported as %1</source>
        <translation>Maske exportiert als %1</translation>
    </message>
    <message>
        <source>Mask Transparent Parts</source>
        <translation>Durchsichtiges maskieren</translation>
    </message>
</context>
<context>
    <name>unmask::MaskModel</name>
    <message>
        <source>Mask Everything</source>
        <translation>Alles maskieren</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>Maske leeren</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>Maske umkehren</translation>
    </message>
    <message>
        <source>Grow Mask</source>
        <translation>Maske wachsen lassen</translation>
    </message>
    <message>
        <source>Shrink Mask</source>
        <translation>Maske schrumpfen lassen</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Erase Area</source>
        <translation>Fläche radieren</translation>
    </message>
    <message>
        <source>Unlock All Cells</source>
        <translation>Alle Zellen entsperren</translation>
    </message>
</context>
<context>
    <name>unmask::MaskTools</name>
    <message>
        <source>Lock Cells</source>
        <translation>Zellen sperren</translation>
    </message>
    <message>
        <source>Unlock Cells</source>
        <translation>Zellen entsperren</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Erase Rectangle</source>
        <translation>Rechteck radieren</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Erase Lasso</source>
        <translation>Lasso radieren</translation>
    </message>
    <message>
        <source>Brush Stroke</source>
        <translation>Pinselstrich</translation>
    </message>
    <message>
        <source>Eraser Stroke</source>
        <translation>Radierstrich</translation>
    </message>
</context>
<context>
    <name>unmask::Message</name>
    <message>
        <source>expected %1</source>
        <translation>erwartet: %1</translation>
    </message>
    <message>
        <source>found %1</source>
        <translation>gefunden: %1</translation>
    </message>
</context>
<context>
    <name>unmask::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>unmask::ModelChooser</name>
    <message>
        <source>built in</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>your folder</source>
        <translation>eigener Ordner</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Hugging-Face-Cache</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>Einen Modellordner öffnen</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>Open Folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>The model that draws</source>
        <translation>Das Modell, das zeichnet</translation>
    </message>
</context>
<context>
    <name>unmask::OverflowRow</name>
    <message>
        <source>More options</source>
        <translation>Weitere Optionen</translation>
    </message>
    <message>
        <source>More options, for which this window has no room</source>
        <translation>Weitere Optionen, für die dieses Fenster keinen Platz hat</translation>
    </message>
</context>
<context>
    <name>unmask::PictureFiles</name>
    <message>
        <source>The picture was not saved</source>
        <translation>Das Bild wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>Already saved as %1</source>
        <translation>Bereits gespeichert als %1</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Copied to the clipboard</source>
        <translation>In die Zwischenablage kopiert</translation>
    </message>
</context>
<context>
    <name>unmask::PictureImporter</name>
    <message>
        <source>The picture was not opened</source>
        <translation>Das Bild wurde nicht geöffnet</translation>
    </message>
    <message>
        <source>the clipboard</source>
        <translation>die Zwischenablage</translation>
    </message>
    <message>
        <source>Load a model first</source>
        <translation>Zuerst ein Modell laden</translation>
    </message>
    <message>
        <source>A picture is fitted to the size that the model works with.</source>
        <translation>Ein Bild wird auf die Größe gebracht, mit der das Modell arbeitet.</translation>
    </message>
    <message>
        <source>Import Picture</source>
        <translation>Bild importieren</translation>
    </message>
</context>
<context>
    <name>unmask::PresetChooser</name>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Steps, guidance and order as the model suggests them</source>
        <translation>Schritte, Führung und Reihenfolge, wie das Modell sie vorschlägt</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
</context>
<context>
    <name>unmask::ProgressStrip</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Loading %1…</source>
        <translation>%1 wird geladen…</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>lädt</translation>
    </message>
    <message>
        <source>Picture %1 of %2 · </source>
        <translation>Bild %1 von %2 · </translation>
    </message>
    <message>
        <source>Reading the prompt · %1</source>
        <translation>Liest den Prompt · %1</translation>
    </message>
    <message>
        <source>0/%1</source>
        <translation>0/%1</translation>
    </message>
    <message>
        <source>Step %1 of %2 · %3 · about %4 left</source>
        <translation>Schritt %1 von %2 · %3 · noch etwa %4</translation>
    </message>
    <message>
        <source>%1/%2 · %3 left</source>
        <translation>%1/%2 · noch %3</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an…</translation>
    </message>
</context>
<context>
    <name>unmask::ProjectFiles</name>
    <message>
        <source>The project is %1 from now on</source>
        <translation>Das Projekt ist von nun an %1</translation>
    </message>
    <message>
        <source>The project was not saved under that name</source>
        <translation>Das Projekt wurde nicht unter diesem Namen gespeichert</translation>
    </message>
    <message>
        <source>The project cannot be saved</source>
        <translation>Das Projekt kann nicht gespeichert werden</translation>
    </message>
    <message>
        <source>Nothing is lost yet: it is tried again every few seconds.</source>
        <translation>Noch ist nichts verloren: Alle paar Sekunden wird es wieder versucht.</translation>
    </message>
    <message>
        <source>Save Project As…</source>
        <translation>Projekt speichern unter…</translation>
    </message>
    <message>
        <source>The project is saved again</source>
        <translation>Das Projekt ist wieder gespeichert</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <translation>%1 (nur lesbar)</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>This project can be looked at, but not changed</source>
        <translation>Dieses Projekt lässt sich ansehen, aber nicht ändern</translation>
    </message>
    <message>
        <source>%1
%2
What you do here is kept once the project is saved under another name.</source>
        <translation>%1
%2
Was hier geschieht, bleibt, sobald das Projekt unter einem anderen Namen gespeichert ist.</translation>
    </message>
    <message>
        <source>Everything up to the last change is here again.</source>
        <translation>Alles bis zur letzten Änderung ist wieder da.</translation>
    </message>
    <message>
        <source>Other unnamed projects are under File, Open Recent.</source>
        <translation>Andere unbenannte Projekte stehen unter Datei, Zuletzt geöffnet.</translation>
    </message>
    <message>
        <source>Unmask did not end in an orderly way the last time</source>
        <translation>Unmask wurde das letzte Mal nicht ordentlich beendet</translation>
    </message>
    <message>
        <source>This project was not closed in an orderly way</source>
        <translation>Dieses Projekt wurde nicht ordentlich geschlossen</translation>
    </message>
    <message>
        <source>The project was not opened</source>
        <translation>Das Projekt wurde nicht geöffnet</translation>
    </message>
    <message>
        <source>Nothing is being saved</source>
        <translation>Es wird nichts gespeichert</translation>
    </message>
    <message>
        <source>Unnamed, %1</source>
        <translation>Unbenannt, %1</translation>
    </message>
    <message>
        <source>Unnamed: %1</source>
        <translation>Unbenannt: %1</translation>
    </message>
    <message>
        <source>No other projects yet</source>
        <translation>Noch keine anderen Projekte</translation>
    </message>
</context>
<context>
    <name>unmask::PromptPanel</name>
    <message>
        <source>Negative prompt</source>
        <translation>Negativer Prompt</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>What the picture should show, for example: a red apple</source>
        <translation>Was das Bild zeigen soll, zum Beispiel: a red apple</translation>
    </message>
    <message>
        <source>What the picture should show. Alt+Up and Alt+Down call earlier ones back,
{red|blue} lets the seed choose</source>
        <translation>Was das Bild zeigen soll. Alt+Auf und Alt+Ab holen frühere zurück,
{red|blue} lässt den Startwert wählen</translation>
    </message>
    <message>
        <source>What it should not show</source>
        <translation>Was es nicht zeigen soll</translation>
    </message>
    <message>
        <source>What the picture should keep away from; needs guidance above 1</source>
        <translation>Wovon das Bild sich fernhalten soll; braucht Führung über 1</translation>
    </message>
    <message>
        <source>Mo&amp;del</source>
        <translation>Mod&amp;ell</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>&amp;Startwert</translation>
    </message>
    <message>
        <source>Tokens used</source>
        <translation>Verbrauchte Tokens</translation>
    </message>
    <message>
        <source>How much of the text the model can read is used, in tokens</source>
        <translation>Wie viel von dem Text, den das Modell lesen kann, verbraucht ist, in Tokens</translation>
    </message>
    <message>
        <source>&amp;Prompt</source>
        <translation>&amp;Prompt</translation>
    </message>
    <message>
        <source>What the button does</source>
        <translation>Was die Schaltfläche tut</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Too long, cut off: “%1”</source>
        <translation>Zu lang, abgeschnitten: „%1“</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Choose a model first</source>
        <translation>Zuerst ein Modell wählen</translation>
    </message>
    <message>
        <source>Stop Waiting</source>
        <translation>Nicht warten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop and throw this picture away</source>
        <translation>Anhalten und dieses Bild verwerfen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an…</translation>
    </message>
    <message>
        <source>The picture starts when the model is loaded. Press to call it off</source>
        <translation>Das Bild beginnt, wenn das Modell geladen ist. Drücken bricht es ab</translation>
    </message>
</context>
<context>
    <name>unmask::QueuePanel</name>
    <message>
        <source>Runs that wait</source>
        <translation>Wartende Läufe</translation>
    </message>
    <message>
        <source>Earlier (Alt+Up)</source>
        <translation>Früher (Alt+Auf)</translation>
    </message>
    <message>
        <source>Later (Alt+Down)</source>
        <translation>Später (Alt+Ab)</translation>
    </message>
    <message>
        <source>Try again (R)</source>
        <translation>Noch einmal versuchen (R)</translation>
    </message>
    <message>
        <source>Remove (Del)</source>
        <translation>Entfernen (Entf)</translation>
    </message>
    <message>
        <source>Paused: what waits does not start by itself.</source>
        <translation>Angehalten: Was wartet, beginnt nicht von selbst.</translation>
    </message>
    <message>
        <source>Each starts as soon as the engine is free.</source>
        <translation>Jeder beginnt, sobald das Rechenwerk frei ist.</translation>
    </message>
    <message>
        <source>Nothing waits.</source>
        <translation>Nichts wartet.</translation>
    </message>
    <message>
        <source>Nothing waits. %1 adds what Generate would do now.</source>
        <translation>Nichts wartet. %1 fügt an, was Erzeugen jetzt täte.</translation>
    </message>
</context>
<context>
    <name>unmask::RunFlow</name>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>The held run was thrown away</source>
        <translation>Der gehaltene Lauf wurde verworfen</translation>
    </message>
    <message>
        <source>Branched after step %1; prompt and settings are those of that run</source>
        <translation>Nach Schritt %1 abgezweigt; Prompt und Einstellungen sind die jenes Laufs</translation>
    </message>
    <message>
        <source>Hide Cells Again</source>
        <translation>Zellen wieder verbergen</translation>
    </message>
    <message>
        <source>Fix Cells</source>
        <translation>Zellen festlegen</translation>
    </message>
    <message>
        <source>No masked cell changes by that</source>
        <translation>Dadurch ändert sich keine maskierte Zelle</translation>
    </message>
    <message>
        <source>The picture could not be made</source>
        <translation>Das Bild konnte nicht erzeugt werden</translation>
    </message>
    <message>
        <source>Accepts candidate %1 first. </source>
        <translation>Nimmt zuerst Kandidat %1 an. </translation>
    </message>
    <message>
        <source>Done in %1</source>
        <translation>Fertig nach %1</translation>
    </message>
    <message>
        <source>Held after step %1</source>
        <translation>Hält nach Schritt %1</translation>
    </message>
    <message>
        <source>Stopped; pictures that were ready: %1</source>
        <translation>Angehalten; fertige Bilder: %1</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed</source>
        <translation>Angehalten; nichts wurde geändert</translation>
    </message>
    <message>
        <source>No cell would be drawn again</source>
        <translation>Keine Zelle würde neu gezogen</translation>
    </message>
    <message>
        <source>A run is held after step %1</source>
        <translation>Ein Lauf ist nach Schritt %1 angehalten</translation>
    </message>
    <message>
        <source>Goes on after step %1, with %2 cells hidden.</source>
        <translation>Geht nach Schritt %1 weiter, %2 Zellen sind verborgen.</translation>
    </message>
    <message>
        <source>This run was made with the model %1: load it to go on.</source>
        <translation>Dieser Lauf wurde mit dem Modell %1 gemacht: Laden Sie es, um weiterzumachen.</translation>
    </message>
</context>
<context>
    <name>unmask::RunGridWindow</name>
    <message>
        <source>Confidence</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Halton</source>
        <translation>Halton</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>Raster</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>Run the Grid</source>
        <translation>Gitter rechnen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Keep as a Candidate</source>
        <translation>Als Kandidat behalten</translation>
    </message>
    <message>
        <source>Grid of Runs</source>
        <translation>Gitter von Läufen</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Step of all runs</source>
        <translation>Schritt aller Läufe</translation>
    </message>
    <message>
        <source>Shows all runs at this step; masked cells are veiled</source>
        <translation>Zeigt alle Läufe in diesem Schritt; maskierte Zellen sind verschleiert</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Größe der Bilder</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Put this run&apos;s picture among the candidates; it is a run like any other (double-click)</source>
        <translation>Das Bild dieses Laufs zu den Kandidaten stellen; es ist ein Lauf wie jeder andere (Doppelklick)</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Reveal orders</source>
        <translation>Reihenfolgen</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startwerte</translation>
    </message>
    <message>
        <source>Guidance and temperature</source>
        <translation>Führung und Temperatur</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>My own</source>
        <translation>Eigenes</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Ausgehen von</translation>
    </message>
    <message>
        <source>The shown picture&apos;s run</source>
        <translation>Lauf des gezeigten Bildes</translation>
    </message>
    <message>
        <source>The settings in the window</source>
        <translation>Einstellungen im Fenster</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>Nach rechts</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Values across</source>
        <translation>Werte nach rechts</translation>
    </message>
    <message>
        <source>Values down</source>
        <translation>Werte nach unten</translation>
    </message>
    <message>
        <source>Numbers: 3, 7, 12 or 1-5 or 4-12 (+4) or 2-10 [5]. Texts: red; blue; green, where the first may be a part of the prompt. Orders: all, or their names.</source>
        <translation>Zahlen: 3, 7, 12 oder 1-5 oder 4-12 (+4) oder 2-10 [5]. Texte: red; blue; green, wobei der erste ein Teil des Prompts sein kann. Reihenfolgen: all oder ihre Namen (confidence, halton, random, raster).</translation>
    </message>
    <message>
        <source>A strength needs a picture to start from</source>
        <translation>Eine Stärke braucht ein Bild als Ausgang</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>“%1”, seed %2</source>
        <translation>„%1“, Startwert %2</translation>
    </message>
    <message>
        <source>Keep a Run of the Grid</source>
        <translation>Lauf des Gitters behalten</translation>
    </message>
    <message>
        <source>Adapter strengths</source>
        <translation>Adapterstärken</translation>
    </message>
</context>
<context>
    <name>unmask::RunNotices</name>
    <message>
        <source>The run failed</source>
        <translation>Der Lauf ist gescheitert</translation>
    </message>
    <message>
        <source>The picture is ready</source>
        <translation>Das Bild ist fertig</translation>
    </message>
    <message>
        <source>%1 pictures are ready</source>
        <translation>%1 Bilder sind fertig</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>unmask::RunOptionsPanel</name>
    <message>
        <source>Strength in percent</source>
        <translation>Stärke in Prozent</translation>
    </message>
    <message>
        <source>How much may change when a run starts from the picture.
100 %: made anew. Less, without a mask: a variation that keeps part of the picture.</source>
        <translation>Wie viel sich ändern darf, wenn ein Lauf vom Bild ausgeht.
100 %: ganz neu. Weniger, ohne Maske: eine Variation, die einen Teil des Bildes behält.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>How many pictures to make, one after another, with seeds that count up</source>
        <translation>Wie viele Bilder nacheinander entstehen, mit fortlaufenden Startwerten</translation>
    </message>
    <message>
        <source>Stre&amp;ngth</source>
        <translation>St&amp;ärke</translation>
    </message>
    <message>
        <source>Pict&amp;ures</source>
        <translation>B&amp;ilder</translation>
    </message>
</context>
<context>
    <name>unmask::RunPair</name>
    <message>
        <source>Show the cells that change</source>
        <translation>Zellen zeigen, die sich ändern</translation>
    </message>
    <message>
        <source>The run as it was</source>
        <translation>Der Lauf, wie er war</translation>
    </message>
    <message>
        <source>The changed run</source>
        <translation>Der geänderte Lauf</translation>
    </message>
    <message>
        <source>Cells that end up with another token, in the colour of the step they part in</source>
        <translation>Zellen, die am Ende ein anderes Token haben, in der Farbe des Schritts, in dem sie sich trennen</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Play or pause both runs</source>
        <translation>Beide Läufe abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
</context>
<context>
    <name>unmask::RunPlan</name>
    <message>
        <source>%1 pictures, one after another. </source>
        <translation>%1 Bilder nacheinander. </translation>
    </message>
    <message>
        <source>Repaint</source>
        <translation>Neu malen</translation>
    </message>
    <message>
        <source>All masked cells are locked: nothing could change.</source>
        <translation>Alle maskierten Zellen sind gesperrt: Nichts könnte sich ändern.</translation>
    </message>
    <message>
        <source>Repaints %1 masked cell; every pixel outside stays as it is.</source>
        <translation>Malt %1 maskierte Zelle neu; jedes Pixel außerhalb bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Repaints %1 masked cells; every pixel outside stays as it is.</source>
        <translation>Malt %1 maskierte Zellen neu; jedes Pixel außerhalb bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>%1 locked cell in the mask stays too.</source>
        <translation>%1 gesperrte Zelle in der Maske bleibt auch.</translation>
    </message>
    <message>
        <source>%1 locked cells in the mask stay too.</source>
        <translation>%1 gesperrte Zellen in der Maske bleiben auch.</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Makes everything anew around %1 locked cell.</source>
        <translation>Macht alles um %1 gesperrte Zelle herum neu.</translation>
    </message>
    <message>
        <source>Makes everything anew around %1 locked cells.</source>
        <translation>Macht alles um %1 gesperrte Zellen herum neu.</translation>
    </message>
    <message>
        <source>All cells are locked: nothing could change.</source>
        <translation>Alle Zellen sind gesperrt: Nichts könnte sich ändern.</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Abwandeln</translation>
    </message>
    <message>
        <source>Nothing could change: the strength is 0, or all cells are locked.</source>
        <translation>Nichts könnte sich ändern: Die Stärke ist 0, oder alle Zellen sind gesperrt.</translation>
    </message>
    <message>
        <source>Makes a variation of the picture, %1 % of the way to a new one.</source>
        <translation>Wandelt das Bild ab, zu %1 % auf dem Weg zu einem neuen.</translation>
    </message>
    <message>
        <source>%1 locked cell stays.</source>
        <translation>%1 gesperrte Zelle bleibt.</translation>
    </message>
    <message>
        <source>%1 locked cells stay.</source>
        <translation>%1 gesperrte Zellen bleiben.</translation>
    </message>
    <message>
        <source>Makes a new picture. Mask a part to repaint only that.</source>
        <translation>Macht ein neues Bild. Einen Teil maskieren, um nur ihn neu zu malen.</translation>
    </message>
    <message>
        <source>Makes a new picture.</source>
        <translation>Macht ein neues Bild.</translation>
    </message>
</context>
<context>
    <name>unmask::RunQueue</name>
    <message>
        <source>Repaint</source>
        <translation>Neu malen</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Abwandeln</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>runs now</source>
        <translation>läuft jetzt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>%1, seed %2</source>
        <translation>%1, Startwert %2</translation>
    </message>
    <message>
        <source>, %1 pictures</source>
        <translation>, %1 Bilder</translation>
    </message>
    <message>
        <source>(no prompt)</source>
        <translation>(kein Prompt)</translation>
    </message>
    <message>
        <source>: </source>
        <translation>: </translation>
    </message>
</context>
<context>
    <name>unmask::RunTree</name>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>Kandidat</translation>
    </message>
    <message>
        <source>seed %1, %2</source>
        <translation>Startwert %1, %2</translation>
    </message>
    <message>
        <source>branch after step %1, </source>
        <translation>Zweig nach Schritt %1, </translation>
    </message>
    <message>
        <source>(no prompt)</source>
        <translation>(kein Prompt)</translation>
    </message>
    <message>
        <source>Runs of this project</source>
        <translation>Läufe dieses Projekts</translation>
    </message>
    <message>
        <source>held after step %1</source>
        <translation>angehalten nach Schritt %1</translation>
    </message>
    <message>
        <source>edited by hand, </source>
        <translation>von Hand bearbeitet, </translation>
    </message>
    <message>
        <source>edited by hand %1 times, </source>
        <translation>%1-mal von Hand bearbeitet, </translation>
    </message>
</context>
<context>
    <name>unmask::SamplingPanel</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>In how many steps the picture is revealed. More steps take longer.</source>
        <translation>In wie vielen Schritten das Bild aufgedeckt wird. Mehr Schritte dauern länger.</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>How strictly the picture follows the prompt. 1 or less: no guidance, twice as fast.</source>
        <translation>Wie streng das Bild dem Prompt folgt. 1 oder weniger: keine Führung, doppelt so schnell.</translation>
    </message>
    <message>
        <source>S&amp;teps</source>
        <translation>S&amp;chritte</translation>
    </message>
    <message>
        <source>&amp;Guidance</source>
        <translation>&amp;Führung</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Temperature at the first step</source>
        <translation>Temperatur im ersten Schritt</translation>
    </message>
    <message>
        <source>Randomness in which cells are revealed, at the first step</source>
        <translation>Zufall bei der Wahl der aufgedeckten Zellen, im ersten Schritt</translation>
    </message>
    <message>
        <source>Temperature at the last step</source>
        <translation>Temperatur im letzten Schritt</translation>
    </message>
    <message>
        <source>Randomness in which cells are revealed, at the last step</source>
        <translation>Zufall bei der Wahl der aufgedeckten Zellen, im letzten Schritt</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Te&amp;mperature</source>
        <translation>&amp;Temperatur</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>How many cells each step reveals: few at first (cosine), or equally many (linear)</source>
        <translation>Wie viele Zellen jeder Schritt aufdeckt: anfangs wenige (Kosinus) oder immer gleich viele (linear)</translation>
    </message>
    <message>
        <source>S&amp;chedule</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>Surest first</source>
        <translation>Sicherste zuerst</translation>
    </message>
    <message>
        <source>Evenly spread (Halton)</source>
        <translation>Gleichmäßig verteilt (Halton)</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>Reveal order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Which of the hidden cells are revealed first</source>
        <translation>Welche der verborgenen Zellen zuerst aufgedeckt werden</translation>
    </message>
    <message>
        <source>Reveal &amp;order</source>
        <translation>&amp;Reihenfolge</translation>
    </message>
    <message>
        <source>Use the Model&apos;s Own</source>
        <translation>Wie vom Modell vorgesehen</translation>
    </message>
    <message>
        <source>Set steps, guidance and the settings above to what the model asks for</source>
        <translation>Schritte, Führung und die Einstellungen darüber so setzen, wie das Modell es vorsieht</translation>
    </message>
    <message>
        <source>Row by row</source>
        <translation>Zeile für Zeile</translation>
    </message>
</context>
<context>
    <name>unmask::SavingPage</name>
    <message>
        <source>&amp;Write into pictures how they were made</source>
        <translation>In Bilder &amp;schreiben, wie sie entstanden</translation>
    </message>
    <message>
        <source>Prompt, seed and settings go into the PNG file: Unmask repeats a picture from them exactly, and other programs show them. Without, a picture tells nothing.</source>
        <translation>Prompt, Startwert und Einstellungen stehen dann in der PNG-Datei: Unmask wiederholt daraus ein Bild genau, und andere Programme zeigen sie. Ohne sie verrät ein Bild nichts.</translation>
    </message>
</context>
<context>
    <name>unmask::SeedRow</name>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Where the randomness starts. The same seed and settings give the same picture.
A number typed here is locked.</source>
        <translation>Wo der Zufall beginnt. Gleicher Startwert und gleiche Einstellungen geben das gleiche Bild.
Eine hier getippte Zahl ist gesperrt.</translation>
    </message>
    <message>
        <source>New random seed</source>
        <translation>Neuer Zufallsstartwert</translation>
    </message>
    <message>
        <source>Lock the seed</source>
        <translation>Startwert sperren</translation>
    </message>
    <message>
        <source>The seed stays. Press to draw a new one for every picture.</source>
        <translation>Der Startwert bleibt. Drücken, um für jedes Bild einen neuen zu ziehen.</translation>
    </message>
    <message>
        <source>Every picture gets a new seed. Press to keep this one.</source>
        <translation>Jedes Bild bekommt einen neuen Startwert. Drücken, um diesen zu behalten.</translation>
    </message>
    <message>
        <source>Draw a new seed now</source>
        <translation>Jetzt einen neuen Startwert ziehen</translation>
    </message>
</context>
<context>
    <name>unmask::SettingBox</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negativer Prompt</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Reveal order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Adapter “%1”</source>
        <translation>Adapter „%1“</translation>
    </message>
</context>
<context>
    <name>unmask::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settings pages</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Leinwand</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
</context>
<context>
    <name>unmask::SideDock</name>
    <message>
        <source>History and Queue</source>
        <translation>Verlauf und Warteschlange</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>This Project</source>
        <translation>Dieses Projekt</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>The run could not be read</source>
        <translation>Der Lauf konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Settings of %1 were taken over</source>
        <translation>Einstellungen von %1 übernommen</translation>
    </message>
    <message>
        <source>There is nothing to add to the queue now</source>
        <translation>Jetzt gibt es nichts in die Warteschlange zu stellen</translation>
    </message>
    <message>
        <source>Added to the queue; runs in it: %1</source>
        <translation>In die Warteschlange gestellt; Läufe darin: %1</translation>
    </message>
    <message>
        <source>Queue (%1)</source>
        <translation>Warteschlange (%1)</translation>
    </message>
</context>
<context>
    <name>unmask::StepStrip</name>
    <message>
        <source>Steps of the run</source>
        <translation>Schritte des Laufs</translation>
    </message>
    <message>
        <source>Drag to go through the steps, or click one</source>
        <translation>Ziehen, um durch die Schritte zu gehen, oder einen anklicken</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>, mask ratio %1 %</source>
        <translation>, Maskenanteil %1 %</translation>
    </message>
</context>
<context>
    <name>unmask::Studio</name>
    <message>
        <source>Model to load: a folder, or a name as the model list shows it.</source>
        <translation>Zu ladendes Modell: ein Ordner oder ein Name aus der Modellliste.</translation>
    </message>
    <message>
        <source>Put this text into the prompt box.</source>
        <translation>Diesen Text in das Prompt-Feld setzen.</translation>
    </message>
    <message>
        <source>Use and lock this seed.</source>
        <translation>Diesen Startwert verwenden und sperren.</translation>
    </message>
    <message>
        <source>Threads to compute with (default: the physical cores).</source>
        <translation>Threads zum Rechnen (Vorgabe: die physischen Kerne).</translation>
    </message>
    <message>
        <source>Number format of the computation: fp32 or bf16.</source>
        <translation>Zahlenformat der Rechnung: fp32 oder bf16.</translation>
    </message>
    <message>
        <source>Generate once, save a picture of the window, and quit.</source>
        <translation>Einmal erzeugen, ein Bild des Fensters speichern und beenden.</translation>
    </message>
    <message>
        <source>Diagnostic: load the model, print JSON with the milliseconds to the first paint and to the model being ready, and quit.</source>
        <translation>Diagnose: das Modell laden, als JSON die Millisekunden bis zum ersten Bild des Fensters und bis zum bereiten Modell ausgeben und beenden.</translation>
    </message>
    <message>
        <source>A studio for masked image models.</source>
        <translation>Ein Studio für maskierte Bildmodelle.</translation>
    </message>
    <message>
        <source>--threads takes a number from 1 to 1024</source>
        <translation>--threads nimmt eine Zahl von 1 bis 1024</translation>
    </message>
    <message>
        <source>--dtype is fp32 or bf16</source>
        <translation>--dtype ist fp32 oder bf16</translation>
    </message>
    <message>
        <source>unexpected argument “%1”</source>
        <translation>unerwartetes Argument „%1“</translation>
    </message>
    <message>
        <source>--seed takes a number from 0 to 18446744073709551615</source>
        <translation>--seed nimmt eine Zahl von 0 bis 18446744073709551615</translation>
    </message>
    <message>
        <source>Project or picture to open.</source>
        <translation>Zu öffnendes Projekt oder Bild.</translation>
    </message>
    <message>
        <source>Diagnostic: generate once, print JSON with how long the token lab takes for its answers, and quit.</source>
        <translation>Diagnose: einmal erzeugen, als JSON ausgeben, wie lange das Token-Labor für seine Antworten braucht, und beenden.</translation>
    </message>
    <message>
        <source>What --screenshot shows: picture (default), mask, timeline or lab.</source>
        <translation>Was --screenshot zeigt: picture (Voreinstellung), mask, timeline oder lab.</translation>
    </message>
    <message>
        <source>Size of the window for --screenshot, such as 1180x800.</source>
        <translation>Größe des Fensters für --screenshot, etwa 1180x800.</translation>
    </message>
    <message>
        <source>Diagnostic: use the window for a minute, print JSON with how quickly it answers, and quit.</source>
        <translation>Diagnose: das Fenster eine Minute lang benutzen, als JSON ausgeben, wie schnell es antwortet, und beenden.</translation>
    </message>
    <message>
        <source>--scene is picture, mask, timeline or lab</source>
        <translation>--scene ist picture, mask, timeline oder lab</translation>
    </message>
    <message>
        <source>--window-size is a width and a height, such as 1180x800</source>
        <translation>--window-size ist eine Breite und eine Höhe, etwa 1180x800</translation>
    </message>
</context>
<context>
    <name>unmask::StylePanel</name>
    <message>
        <source>Add a Style…</source>
        <translation>Stil hinzufügen…</translation>
    </message>
    <message>
        <source>Styles are adapters (LoRA files) that were learned from pictures. One may also be dropped onto the window, or named in the prompt: &lt;lora:name:0.8&gt;</source>
        <translation>Stile sind Adapter (LoRA-Dateien), aus Bildern gelernt. Man kann einen auch auf dem Fenster ablegen oder im Prompt nennen: &lt;lora:name:0.8&gt;</translation>
    </message>
    <message>
        <source>From a File…</source>
        <translation>Aus einer Datei…</translation>
    </message>
    <message>
        <source>Learn One from a Picture…</source>
        <translation>Einen aus einem Bild lernen…</translation>
    </message>
</context>
<context>
    <name>unmask::StyleRow</name>
    <message>
        <source>Take this style out of the list; the file stays</source>
        <translation>Diesen Stil aus der Liste nehmen; die Datei bleibt</translation>
    </message>
    <message>
        <source>How strongly the style counts: 0 not at all, 1 as it was learned</source>
        <translation>Wie stark der Stil zählt: 0 gar nicht, 1 wie gelernt</translation>
    </message>
    <message>
        <source>Use the style %1</source>
        <translation>Stil %1 verwenden</translation>
    </message>
    <message>
        <source>Runs are made with this style</source>
        <translation>Läufe verwenden diesen Stil</translation>
    </message>
    <message>
        <source>This style rests</source>
        <translation>Dieser Stil ruht</translation>
    </message>
    <message>
        <source>Take the style %1 out</source>
        <translation>Stil %1 herausnehmen</translation>
    </message>
    <message>
        <source>Strength of the style %1</source>
        <translation>Stärke des Stils %1</translation>
    </message>
    <message>
        <source>Add “%1” to the prompt</source>
        <translation>„%1“ an den Prompt anhängen</translation>
    </message>
    <message>
        <source>The prompt asks for this style</source>
        <translation>Der Prompt verlangt diesen Stil</translation>
    </message>
    <message>
        <source>Add “%1” to the prompt: these words ask for the style</source>
        <translation>„%1“ an den Prompt anhängen: Diese Wörter verlangen den Stil</translation>
    </message>
    <message>
        <source>%1
Learned from: %2</source>
        <translation>%1
Gelernt aus: %2</translation>
    </message>
</context>
<context>
    <name>unmask::StyleShelf</name>
    <message>
        <source>The style was not added</source>
        <translation>Der Stil wurde nicht hinzugefügt</translation>
    </message>
    <message>
        <source>It was learned with other weights than the model&apos;s.</source>
        <translation>Er wurde mit anderen Gewichten als denen des Modells gelernt.</translation>
    </message>
    <message>
        <source>It was learned with other weights (%1).</source>
        <translation>Er wurde mit anderen Gewichten gelernt (%1).</translation>
    </message>
    <message>
        <source>Its file is not there any more.</source>
        <translation>Seine Datei ist nicht mehr da.</translation>
    </message>
</context>
<context>
    <name>unmask::Styles</name>
    <message>
        <source>Styles</source>
        <translation>Stile</translation>
    </message>
    <message>
        <source>The style %1 is in use</source>
        <translation>Der Stil %1 wird verwendet</translation>
    </message>
    <message>
        <source>The style could not be learned</source>
        <translation>Der Stil konnte nicht gelernt werden</translation>
    </message>
    <message>
        <source>How Strongly the Style Counts</source>
        <translation>Wie stark der Stil zählt</translation>
    </message>
    <message>
        <source>%1 does not say how strongly it was trained to count (alpha / rank).
1 is what diffusers takes for granted, 2 what its script for the 256 model trains
with, 0.0625 its recipe for the 512 model.</source>
        <translation>%1 sagt nicht, wie stark es beim Training zählte (alpha / Rang).
1 setzt diffusers voraus, mit 2 trainiert dessen Skript für das 256er-Modell,
0,0625 ist das Rezept für das 512er-Modell.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Styles (%1)</source>
        <translation>Stile (%1)</translation>
    </message>
    <message>
        <source> · learning, %1 %</source>
        <translation> · lernt, %1 %</translation>
    </message>
    <message>
        <source>The style %1 is learned</source>
        <translation>Der Stil %1 ist gelernt</translation>
    </message>
    <message>
        <source>It is among the styles now.</source>
        <translation>Er steht jetzt bei den Stilen.</translation>
    </message>
    <message>
        <source>Use It</source>
        <translation>Verwenden</translation>
    </message>
</context>
<context>
    <name>unmask::TimelineControl</name>
    <message>
        <source>Row %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>  ·  still hidden</source>
        <translation>  ·  noch verborgen</translation>
    </message>
    <message>
        <source>  ·  token %1, there from the start</source>
        <translation>  ·  Token %1, von Anfang an da</translation>
    </message>
    <message>
        <source>  ·  token %1, fixed in step %2 with %3 %</source>
        <translation>  ·  Token %1, in Schritt %2 mit %3 % festgelegt</translation>
    </message>
</context>
<context>
    <name>unmask::TimelinePanel</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Steps a second while playing</source>
        <translation>Schritte je Sekunde beim Abspielen</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 cells fixed, %2 hidden (%3 %)</source>
        <translation>%1 Zellen festgelegt, %2 verborgen (%3 %)</translation>
    </message>
    <message>
        <source>Start of %1 steps</source>
        <translation>Anfang von %1 Schritten</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 hidden (%2 %)</source>
        <translation>%1 verborgen (%2 %)</translation>
    </message>
    <message>
        <source>1 cell fixed, %1 hidden (%2 %)</source>
        <translation>1 Zelle festgelegt, %1 verborgen (%2 %)</translation>
    </message>
</context>
<context>
    <name>unmask::TokenEdits</name>
    <message>
        <source>Another picture is shown by now; the edit was dropped</source>
        <translation>Inzwischen ist ein anderes Bild zu sehen; die Änderung entfiel</translation>
    </message>
    <message>
        <source>Made with the model %1: load it to change its tokens.</source>
        <translation>Mit dem Modell %1 gemacht: Laden Sie es, um Tokens zu ändern.</translation>
    </message>
</context>
<context>
    <name>unmask::ToolOptions</name>
    <message>
        <source>Masked cells</source>
        <translation>Maskierte Zellen</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Brush size in pixels</source>
        <translation>Pinselgröße in Pixeln</translation>
    </message>
    <message>
        <source>Size of the brush in picture pixels</source>
        <translation>Größe des Pinsels in Bildpixeln</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>Pen pressure sets the size</source>
        <translation>Stiftdruck bestimmt die Größe</translation>
    </message>
    <message>
        <source>A pen pressed harder paints broader</source>
        <translation>Ein stärker gedrückter Stift malt breiter</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Dazu</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Add or take away</source>
        <translation>Hinzufügen oder wegnehmen</translation>
    </message>
    <message>
        <source>Any touch</source>
        <translation>Berührt</translation>
    </message>
    <message>
        <source>Majority</source>
        <translation>Mehrheit</translation>
    </message>
    <message>
        <source>When a stroke selects a cell</source>
        <translation>Wann ein Strich eine Zelle auswählt</translation>
    </message>
    <message>
        <source>Which cells a stroke selects: every one it touches, or those it covers by half.
Cells change as a whole; the strong colour is the stroke, the pale one its cells.</source>
        <translation>Welche Zellen ein Strich auswählt: jede, die er berührt, oder die er zur Hälfte bedeckt.
Zellen ändern sich als Ganzes; kräftig ist der Strich, blass sind seine Zellen.</translation>
    </message>
    <message>
        <source>Colour of the mask</source>
        <translation>Farbe der Maske</translation>
    </message>
    <message>
        <source>Opacity of the mask</source>
        <translation>Deckkraft der Maske</translation>
    </message>
    <message>
        <source>How strongly the mask covers the picture</source>
        <translation>Wie stark die Maske das Bild bedeckt</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Picker</source>
        <translation>Pipette</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>Hand</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>%1 of %2 cells masked</source>
        <translation>%1 von %2 Zellen maskiert</translation>
    </message>
    <message>
        <source>%1 locked</source>
        <translation>%1 gesperrt</translation>
    </message>
    <message>
        <source>Whether the tool adds or takes away; the right button or Ctrl turns it round</source>
        <translation>Ob das Werkzeug hinzufügt oder wegnimmt; rechte Taste oder Strg kehrt es um</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>The whole mask</source>
        <translation>Die ganze Maske</translation>
    </message>
</context>
<context>
    <name>unmask::ToolStrip</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
</context>
<context>
    <name>unmask::Tour</name>
    <message>
        <source>S&amp;kip</source>
        <translation>Übers&amp;pringen</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Tour of the window</source>
        <translation>Rundgang durch das Fenster</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>&amp;Fertig</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>End the tour (Esc). The Help menu shows it again</source>
        <translation>Den Rundgang beenden (Esc). Das Hilfe-Menü zeigt ihn wieder</translation>
    </message>
</context>
<context>
    <name>unmask::UnfinishedOffer</name>
    <message>
        <source>Un&amp;do</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>Weiterma&amp;chen</translation>
    </message>
    <message>
        <source>&amp;Forget It</source>
        <translation>Ver&amp;gessen</translation>
    </message>
    <message>
        <source>Bring the unfinished run back. Closing this window removes it for good</source>
        <translation>Den angefangenen Lauf zurückholen. Wird dieses Fenster geschlossen, ist er endgültig weg</translation>
    </message>
    <message>
        <source>Throw the unfinished run away; an adapter that was saved stays</source>
        <translation>Den angefangenen Lauf wegwerfen; ein gespeicherter Adapter bleibt</translation>
    </message>
    <message>
        <source>Learning “%1” was thrown away.</source>
        <translation>Der angefangene Lauf von „%1“ wurde weggeworfen.</translation>
    </message>
    <message>
        <source>Undo: keep what was learned of %1</source>
        <translation>Rückgängig: das von %1 Gelernte behalten</translation>
    </message>
    <message>
        <source>Learning “%1” was not finished.</source>
        <translation>„%1“ wurde nicht fertig gelernt.</translation>
    </message>
    <message>
        <source>Learning “%1” was not finished; more like it: %2.</source>
        <translation>„%1“ wurde nicht fertig gelernt; weitere solche: %2.</translation>
    </message>
    <message>
        <source>Go on with learning %1</source>
        <translation>%1 weiterlernen</translation>
    </message>
    <message>
        <source>Forget learning %1</source>
        <translation>%1 nicht weiterlernen</translation>
    </message>
</context>
<context>
    <name>unmask::WhatIfStudy</name>
    <message>
        <source>There is no picture to ask about.</source>
        <translation>Es gibt kein Bild, nach dem man fragen könnte.</translation>
    </message>
    <message>
        <source>This picture was not made here: there is no recorded run.</source>
        <translation>Dieses Bild entstand nicht hier: Es gibt keinen aufgezeichneten Lauf.</translation>
    </message>
    <message>
        <source>Nothing was drawn in this run: every token was given.</source>
        <translation>In diesem Lauf wurde nichts gezogen: Jedes Token war gegeben.</translation>
    </message>
    <message>
        <source>without “%1”</source>
        <translation>ohne „%1“</translation>
    </message>
    <message>
        <source>“%1” becomes “%2”</source>
        <translation>„%1“ wird „%2“</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Made with the model %1: load it to ask.</source>
        <translation>Mit dem Modell %1 gemacht: Laden Sie es, um zu fragen.</translation>
    </message>
</context>
<context>
    <name>unmask::WhatIfWindow</name>
    <message>
        <source>Ask About the Shown Picture</source>
        <translation>Nach dem gezeigten Bild fragen</translation>
    </message>
    <message>
        <source>Leave Out Each Word</source>
        <translation>Jedes Wort weglassen</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Versuchen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Keep as a Candidate</source>
        <translation>Als Kandidat behalten</translation>
    </message>
    <message>
        <source>What If</source>
        <translation>Was wäre wenn</translation>
    </message>
    <message>
        <source>The whole run again for each word, one word less, with the same draws</source>
        <translation>Für jedes Wort der ganze Lauf noch einmal, ein Wort weniger, mit denselben Ziehungen</translation>
    </message>
    <message>
        <source>Part of the prompt</source>
        <translation>Teil des Prompts</translation>
    </message>
    <message>
        <source>What stands in its place</source>
        <translation>Was an seiner Stelle steht</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Setting to change</source>
        <translation>Zu ändernde Einstellung</translation>
    </message>
    <message>
        <source>Its other values</source>
        <translation>Ihre anderen Werte</translation>
    </message>
    <message>
        <source>such as 2, 5 or 4-12 (+4)</source>
        <translation>etwa 2, 5 oder 4-12 (+4)</translation>
    </message>
    <message>
        <source>What changed, and how much of the picture with it</source>
        <translation>Was sich änderte, und wie viel vom Bild damit</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>From step</source>
        <translation>Ab Schritt</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>Ein Schritt</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Cells of the finished picture that hold another token</source>
        <translation>Zellen des fertigen Bildes mit einem anderen Token</translation>
    </message>
    <message>
        <source>The first step after which the runs differ</source>
        <translation>Der erste Schritt, nach dem sich die Läufe unterscheiden</translation>
    </message>
    <message>
        <source>How far leaving the word out moves the prediction of single steps: total variation, mean over the masked cells and the steps. A cause, but within one step.</source>
        <translation>Wie weit das Weglassen des Wortes die Vorhersage einzelner Schritte verschiebt: totale Variation, Mittel über die maskierten Zellen und die Schritte. Eine Ursache, aber innerhalb eines Schritts.</translation>
    </message>
    <message>
        <source>How much the network looks at the word: mean over steps, cells, heads and layers. Correlation, not cause.</source>
        <translation>Wie sehr das Netz auf das Wort schaut: Mittel über Schritte, Zellen, Köpfe und Schichten. Zusammenhang, nicht Ursache.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Put the changed run&apos;s picture among the candidates; it is a run like any other</source>
        <translation>Das Bild des geänderten Laufs zu den Kandidaten stellen; es ist ein Lauf wie jeder andere</translation>
    </message>
    <message>
        <source>becomes</source>
        <translation>wird</translation>
    </message>
    <message>
        <source>“%1”, seed %2. One thing changes, every draw stays.</source>
        <translation>„%1“, Startwert %2. Eines ändert sich, jede Ziehung bleibt.</translation>
    </message>
    <message>
        <source>This picture was edited or its run changed on the way; the comparison is with the run as its settings alone make it.</source>
        <translation>Dieses Bild wurde bearbeitet oder sein Lauf unterwegs geändert; verglichen wird mit dem Lauf, wie ihn seine Einstellungen allein ergeben.</translation>
    </message>
    <message>
        <source>Attention is correlation; what changes when a word is left out is cause. Every draw stays the same, so a token changes only when its odds against the others did. (A word that goes also moves the words after it by one place.)</source>
        <translation>Aufmerksamkeit ist Zusammenhang; was sich ändert, wenn ein Wort fehlt, ist Ursache. Jede Ziehung bleibt gleich, also ändert sich ein Token nur, wenn seine Aussichten gegen die anderen sich änderten. (Ein Wort, das fehlt, rückt auch die Wörter nach ihm um eine Stelle.)</translation>
    </message>
    <message>
        <source>Rank agreement with the cells changed: attention %1, one step %2 (1 = same order).</source>
        <translation>Übereinstimmung der Rangfolge mit den geänderten Zellen: Aufmerksamkeit %1, ein Schritt %2 (1 = gleiche Reihenfolge).</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Wie es war</translation>
    </message>
    <message>
        <source>Keep What If</source>
        <translation>„Was wäre wenn“ behalten</translation>
    </message>
    <message>
        <source>such as 0, 0.5, 1 (0 is without it)</source>
        <translation>etwa 0, 0.5, 1 (0 ist ohne ihn)</translation>
    </message>
</context>
<context>
    <name>unmask::WindowServices</name>
    <message>
        <source>Say what to see</source>
        <translation>Sagen, was zu sehen sein soll</translation>
    </message>
    <message>
        <source>Type what the picture should show. The default model knows small things and simple scenes, such as “a red apple”.</source>
        <translation>Eingeben, was das Bild zeigen soll. Das mitgelieferte Modell kennt kleine Dinge und einfache Szenen, auf Englisch, etwa „a red apple“.</translation>
    </message>
    <message>
        <source>One button</source>
        <translation>Eine Schaltfläche</translation>
    </message>
    <message>
        <source>It says what it will do: make a new picture, repaint what is masked, or vary what is there (%1).</source>
        <translation>Sie sagt, was sie tun wird: ein neues Bild machen, das Maskierte neu malen oder das Vorhandene abwandeln (%1).</translation>
    </message>
    <message>
        <source>Watch, then paint</source>
        <translation>Zusehen, dann malen</translation>
    </message>
    <message>
        <source>The picture appears cell by cell. Paint over what you do not like, and only that is made again. Wheel zooms, %1 and dragging moves.</source>
        <translation>Das Bild erscheint Zelle für Zelle. Was nicht gefällt, wird übermalt, und nur das entsteht neu. Das Mausrad zoomt, %1 und Ziehen verschiebt.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Brush, eraser, rectangle, lasso and more. Locked cells are never changed by a run.</source>
        <translation>Pinsel, Radierer, Rechteck, Lasso und mehr. Gesperrte Zellen ändert kein Lauf.</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>Schritt für Schritt</translation>
    </message>
    <message>
        <source>Every run can be gone through step by step, held and branched, in the Timeline menu. %1 lists all keys, %2 changes them.</source>
        <translation>Jeder Lauf lässt sich im Menü „Zeitleiste“ Schritt für Schritt durchgehen, halten und verzweigen. %1 zeigt alle Tasten, %2 ändert sie.</translation>
    </message>
    <message>
        <source>It appears here, cell by cell</source>
        <translation>Es erscheint hier, Zelle für Zelle</translation>
    </message>
    <message>
        <source>%1 makes it appear here, cell by cell</source>
        <translation>Mit %1 erscheint es hier, Zelle für Zelle</translation>
    </message>
</context>
</TS>
