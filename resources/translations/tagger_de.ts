<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name></name>
    <message>
        <source>Accept suggestion {0}</source>
        <translation>Vorschlag {0} annehmen</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>&amp;Bibliothek</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add what was copied</source>
        <translation>Kopiertes hinzufügen</translation>
    </message>
    <message>
        <source>Analyze</source>
        <translation>Analysieren</translation>
    </message>
    <message>
        <source>Listen to all tracks that were not heard yet</source>
        <translation>Alle noch nicht gehörten Titel anhören</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Try failed tracks again</source>
        <translation>Gescheiterte Titel erneut versuchen</translation>
    </message>
    <message>
        <source>Try selected tracks again</source>
        <translation>Gewählte Titel erneut versuchen</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>Nach Änderungen sehen</translation>
    </message>
    <message>
        <source>Look through the library folders again</source>
        <translation>Die Ordner der Bibliothek erneut durchsehen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Open the folder of the current track</source>
        <translation>Den Ordner des aktuellen Titels öffnen</translation>
    </message>
    <message>
        <source>Forget missing tracks…</source>
        <translation>Fehlende Titel vergessen …</translation>
    </message>
    <message>
        <source>Delete what is known about tracks whose files are gone</source>
        <translation>Löschen, was über Titel bekannt ist, deren Dateien weg sind</translation>
    </message>
    <message>
        <source>Save as playlist…</source>
        <translation>Als Wiedergabeliste sichern …</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht …</translation>
    </message>
    <message>
        <source>Export as table (CSV)…</source>
        <translation>Als Tabelle ausgeben (CSV) …</translation>
    </message>
    <message>
        <source>Export as JSON…</source>
        <translation>Als JSON ausgeben …</translation>
    </message>
    <message>
        <source>Write tags</source>
        <translation>Tags schreiben</translation>
    </message>
    <message>
        <source>Write the accepted tags into the files</source>
        <translation>Die angenommenen Tags in die Dateien schreiben</translation>
    </message>
    <message>
        <source>Undo write</source>
        <translation>Schreiben zurücknehmen</translation>
    </message>
    <message>
        <source>Give the files of the last write their old tags back</source>
        <translation>Den zuletzt geschriebenen Dateien ihre alten Tags zurückgeben</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Accept track</source>
        <translation>Titel annehmen</translation>
    </message>
    <message>
        <source>Reject track</source>
        <translation>Titel ablehnen</translation>
    </message>
    <message>
        <source>Put off for this session</source>
        <translation>Für diese Sitzung zurückstellen</translation>
    </message>
    <message>
        <source>Put the selected tracks at the end of every list until Tagger is closed</source>
        <translation>Die gewählten Titel ans Ende jeder Liste stellen, bis Tagger geschlossen wird</translation>
    </message>
    <message>
        <source>Accept all…</source>
        <translation>Alle annehmen …</translation>
    </message>
    <message>
        <source>Accept every suggestion at or above its threshold in this view</source>
        <translation>Alle Vorschläge dieser Ansicht annehmen, die ihre Schwelle erreichen</translation>
    </message>
    <message>
        <source>Add a tag…</source>
        <translation>Tag hinzufügen …</translation>
    </message>
    <message>
        <source>Next track</source>
        <translation>Nächster Titel</translation>
    </message>
    <message>
        <source>Previous track</source>
        <translation>Voriger Titel</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>What can be searched for</source>
        <translation>Wonach gesucht werden kann</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche sichern</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to where you were</source>
        <translation>Dorthin zurück, wo Sie waren</translation>
    </message>
    <message>
        <source>Sort by folder</source>
        <translation>Nach Ordner sortieren</translation>
    </message>
    <message>
        <source>Most uncertain first</source>
        <translation>Unsicherste zuerst</translation>
    </message>
    <message>
        <source>Disagrees with the file first</source>
        <translation>Widerspruch zur Datei zuerst</translation>
    </message>
    <message>
        <source>Album by album</source>
        <translation>Album für Album</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Sort by title</source>
        <translation>Nach Titel sortieren</translation>
    </message>
    <message>
        <source>Sort by artist</source>
        <translation>Nach Künstler sortieren</translation>
    </message>
    <message>
        <source>Sort by genre</source>
        <translation>Nach Genre sortieren</translation>
    </message>
    <message>
        <source>Sort by mood</source>
        <translation>Nach Stimmung sortieren</translation>
    </message>
    <message>
        <source>Sort by instrument</source>
        <translation>Nach Instrument sortieren</translation>
    </message>
    <message>
        <source>Sort by length</source>
        <translation>Nach Länge sortieren</translation>
    </message>
    <message>
        <source>Sort by state</source>
        <translation>Nach Zustand sortieren</translation>
    </message>
    <message>
        <source>Sort by format</source>
        <translation>Nach Format sortieren</translation>
    </message>
    <message>
        <source>Sort by year</source>
        <translation>Nach Jahr sortieren</translation>
    </message>
    <message>
        <source>Sort by track number</source>
        <translation>Nach Titelnummer sortieren</translation>
    </message>
    <message>
        <source>Sort by size</source>
        <translation>Nach Größe sortieren</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Spalten …</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Track details</source>
        <translation>Titel im Einzelnen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Show the whole track</source>
        <translation>Den ganzen Titel zeigen</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr wie dies</translation>
    </message>
    <message>
        <source>Show the tracks that sound most like the current one</source>
        <translation>Die Titel zeigen, die am ehesten wie der aktuelle klingen</translation>
    </message>
    <message>
        <source>Find near duplicates</source>
        <translation>Beinahe gleiche finden</translation>
    </message>
    <message>
        <source>Recordings that are there more than once, whatever their format</source>
        <translation>Aufnahmen, die es mehr als einmal gibt, in welchem Format auch immer</translation>
    </message>
    <message>
        <source>Find exact duplicates</source>
        <translation>Genau gleiche finden</translation>
    </message>
    <message>
        <source>Files with the same audio, whatever their tags</source>
        <translation>Dateien mit gleichem Ton, welche Tags sie auch haben</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Back 5 seconds</source>
        <translation>5 Sekunden zurück</translation>
    </message>
    <message>
        <source>Forward 5 seconds</source>
        <translation>5 Sekunden vor</translation>
    </message>
    <message>
        <source>Back 30 seconds</source>
        <translation>30 Sekunden zurück</translation>
    </message>
    <message>
        <source>Forward 30 seconds</source>
        <translation>30 Sekunden vor</translation>
    </message>
    <message>
        <source>To the start of the track</source>
        <translation>Zum Anfang des Titels</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>Lauter</translation>
    </message>
    <message>
        <source>Softer</source>
        <translation>Leiser</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About the models…</source>
        <translation>Über die Modelle …</translation>
    </message>
    <message>
        <source>What they know, what they were made of, and what you may do with them</source>
        <translation>Was sie kennen, woraus sie entstanden sind und was Sie mit ihnen tun dürfen</translation>
    </message>
    <message>
        <source>About Tagger</source>
        <translation>Über Tagger</translation>
    </message>
    <message>
        <source>these words in this order</source>
        <translation>diese Wörter in dieser Reihenfolge</translation>
    </message>
    <message>
        <source>a word in one field</source>
        <translation>ein Wort in einem Feld</translation>
    </message>
    <message>
        <source>tags: in the file, accepted, or suggested</source>
        <translation>Tags: in der Datei, angenommen oder vorgeschlagen</translation>
    </message>
    <message>
        <source>suggested with more than 80 percent</source>
        <translation>mit mehr als 80 Prozent vorgeschlagen</translation>
    </message>
    <message>
        <source>without this tag</source>
        <translation>ohne dieses Tag</translation>
    </message>
    <message>
        <source>pleasant, as the model hears it; arousal is how lively</source>
        <translation>angenehm, wie das Modell es hört; arousal sagt, wie lebhaft</translation>
    </message>
    <message>
        <source>from one year to another</source>
        <translation>von einem Jahr bis zu einem anderen</translation>
    </message>
    <message>
        <source>longer than ten minutes</source>
        <translation>länger als zehn Minuten</translation>
    </message>
    <message>
        <source>tags were changed by another program</source>
        <translation>Tags wurden von einem anderen Programm geändert</translation>
    </message>
    <message>
        <source>the file ends early or is cut off</source>
        <translation>die Datei endet vorzeitig oder ist abgeschnitten</translation>
    </message>
    <message>
        <source>to review, and no tag is at all likely</source>
        <translation>zu prüfen, und kein Tag ist auch nur wahrscheinlich</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>Genre</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Anderes</translation>
    </message>
    <message>
        <source>in the file</source>
        <translation>in der Datei</translation>
    </message>
    <message>
        <source>in the file, to be removed</source>
        <translation>in der Datei, wird entfernt</translation>
    </message>
    <message>
        <source>in the file, to be changed</source>
        <translation>in der Datei, wird geändert</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>added by hand</source>
        <translation>von Hand hinzugefügt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>vorgeschlagen</translation>
    </message>
    <message>
        <source>not suggested</source>
        <translation>nicht vorgeschlagen</translation>
    </message>
    <message>
        <source>{0} percent</source>
        <translation>{0} Prozent</translation>
    </message>
    <message>
        <source>Valence</source>
        <translation>Valenz</translation>
    </message>
    <message>
        <source>Arousal</source>
        <translation>Aktivierung</translation>
    </message>
    <message>
        <source>title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>artist</source>
        <translation>Künstler</translation>
    </message>
    <message>
        <source>album</source>
        <translation>Album</translation>
    </message>
    <message>
        <source>folder and file name</source>
        <translation>Ordner und Dateiname</translation>
    </message>
    <message>
        <source>genre</source>
        <translation>Genre</translation>
    </message>
    <message>
        <source>mood</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>tag of any kind</source>
        <translation>Tag jeder Art</translation>
    </message>
    <message>
        <source>year</source>
        <translation>Jahr</translation>
    </message>
    <message>
        <source>length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>likelihood of the tag, up to 1</source>
        <translation>Wahrscheinlichkeit des Tags, bis 1</translation>
    </message>
    <message>
        <source>pleasantness, up to 1</source>
        <translation>Valenz, bis 1 für sehr angenehm</translation>
    </message>
    <message>
        <source>liveliness, up to 1</source>
        <translation>Aktivierung, bis 1 für sehr lebhaft</translation>
    </message>
    <message>
        <source>state of the track</source>
        <translation>Stand des Titels</translation>
    </message>
    <message>
        <source>not heard yet</source>
        <translation>noch nicht gehört</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>zu prüfen</translation>
    </message>
    <message>
        <source>accepted, to be written</source>
        <translation>angenommen, noch zu schreiben</translation>
    </message>
    <message>
        <source>rejected or complete</source>
        <translation>abgelehnt oder vollständig</translation>
    </message>
    <message>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>changed by another program</source>
        <translation>von einem anderen Programm geändert</translation>
    </message>
    <message>
        <source>ends early or is cut off</source>
        <translation>endet vorzeitig oder ist abgeschnitten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>on a disk that is not there</source>
        <translation>auf einem Datenträger, der nicht da ist</translation>
    </message>
    <message>
        <source>AND</source>
        <translation>UND</translation>
    </message>
    <message>
        <source>OR</source>
        <translation>ODER</translation>
    </message>
    <message>
        <source>NOT</source>
        <translation>NICHT</translation>
    </message>
    <message>
        <source>heard by another model</source>
        <translation>von einem anderen Modell gehört</translation>
    </message>
    <message>
        <source>under a minute</source>
        <translation>weniger als 1 min</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
    <message>
        <source>mono</source>
        <translation>mono</translation>
    </message>
    <message>
        <source>stereo</source>
        <translation>stereo</translation>
    </message>
    <message>
        <source>{0} channels</source>
        <translation>{0} Kanäle</translation>
    </message>
    <message>
        <source>The file ends early, after {0} of {1}. Download or copy it again.</source>
        <translation>Die Datei endet zu früh, nach {0} von {1}. Laden oder kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The file ends early, after {0}. Download or copy it again.</source>
        <translation>Die Datei endet zu früh, nach {0}. Laden oder kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation>{0} MB</translation>
    </message>
    <message>
        <source>1 file has moved and kept its decisions.</source>
        <translation>1 Datei ist umgezogen und hat ihre Entscheidungen behalten.</translation>
    </message>
    <message>
        <source>{0} files have moved and kept their decisions.</source>
        <translation>{0} Dateien sind umgezogen und haben ihre Entscheidungen behalten.</translation>
    </message>
    <message>
        <source>1 file is there again.</source>
        <translation>1 Datei ist wieder da.</translation>
    </message>
    <message>
        <source>{0} files are there again.</source>
        <translation>{0} Dateien sind wieder da.</translation>
    </message>
    <message>
        <source>1 file is new.</source>
        <translation>1 Datei ist neu.</translation>
    </message>
    <message>
        <source>{0} files are new.</source>
        <translation>{0} Dateien sind neu.</translation>
    </message>
    <message>
        <source>1 file was changed by another program.</source>
        <translation>1 Datei wurde von einem anderen Programm geändert.</translation>
    </message>
    <message>
        <source>{0} files were changed by other programs.</source>
        <translation>{0} Dateien wurden von anderen Programmen geändert.</translation>
    </message>
    <message>
        <source>1 file is missing.</source>
        <translation>1 Datei fehlt.</translation>
    </message>
    <message>
        <source>{0} files are missing.</source>
        <translation>{0} Dateien fehlen.</translation>
    </message>
    <message>
        <source>1 file is on a disk that is not there.</source>
        <translation>1 Datei liegt auf einem Datenträger, der nicht da ist.</translation>
    </message>
    <message>
        <source>{0} files are on a disk that is not there.</source>
        <translation>{0} Dateien liegen auf einem Datenträger, der nicht da ist.</translation>
    </message>
    <message>
        <source>Stopped before any file was read.</source>
        <translation>Angehalten, bevor eine Datei gelesen war.</translation>
    </message>
    <message>
        <source>Stopped after {0} of {1} files. “Look for changes” reads the others.</source>
        <translation>Nach {0} von {1} Dateien angehalten. „Nach Änderungen sehen“ liest die übrigen.</translation>
    </message>
    <message>
        <source>Names, measurements and training stand as they are written in the model file.</source>
        <translation>Namen, Messwerte und Training stehen hier so, wie sie in der Modelldatei geschrieben sind.</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Hears</source>
        <translation>Hört</translation>
    </message>
    <message>
        <source>chunks of {0} s at {1} Hz</source>
        <translation>Ausschnitte von {0} s bei {1} Hz</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>{0} ms of one core for a track (8 excerpts)</source>
        <translation>{0} ms eines Kerns für einen Titel (8 Ausschnitte)</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Licence of the weights</source>
        <translation>Lizenz der Gewichte</translation>
    </message>
    <message>
        <source>The card names none.</source>
        <translation>Die Karte nennt keine.</translation>
    </message>
    <message>
        <source>Not for commercial use: you may use the model for private and other non-commercial purposes, under the terms above. Whether such terms reach the tags that it suggests is not settled; for commercial work choose or train a model whose licence allows it.</source>
        <translation>Nicht für gewerbliche Zwecke: Sie dürfen das Modell privat und sonst nicht gewerblich nutzen, zu den Bedingungen oben. Ob solche Bedingungen auch für die Tags gelten, die es vorschlägt, ist nicht geklärt; wählen oder trainieren Sie für gewerbliche Arbeit ein Modell, dessen Lizenz sie erlaubt.</translation>
    </message>
    <message>
        <source>Commercial use is allowed, under the terms above.</source>
        <translation>Gewerbliche Nutzung ist erlaubt, zu den Bedingungen oben.</translation>
    </message>
    <message>
        <source>Whether commercial use is allowed must be looked up in these terms.</source>
        <translation>Ob gewerbliche Nutzung erlaubt ist, muss in diesen Bedingungen nachgesehen werden.</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Was gemessen wurde</translation>
    </message>
    <message>
        <source>In brackets: 95 % confidence intervals.</source>
        <translation>In Klammern: 95-%-Konfidenzintervalle.</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>“Never” stands for tags that are scored but too often wrong to be suggested.</source>
        <translation>„Nie“ steht bei Tags, die bewertet werden, aber zu oft falsch sind, um vorgeschlagen zu werden.</translation>
    </message>
    <message>
        <source>Numbers from 0 to 1, shown and never suggested: {0}</source>
        <translation>Zahlen von 0 bis 1, die gezeigt und nie vorgeschlagen werden: {0}</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Careful</source>
        <translation>Vorsichtig</translation>
    </message>
    <message>
        <source>Positives</source>
        <translation>Positive</translation>
    </message>
    <message>
        <source>How it was trained</source>
        <translation>Wie es trainiert wurde</translation>
    </message>
    <message>
        <source>Training data and its licences</source>
        <translation>Trainingsdaten und ihre Lizenzen</translation>
    </message>
    <message>
        <source>There is no such file any more.</source>
        <translation>Diese Datei gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This is no regular file.</source>
        <translation>Das ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>You have no permission to read this file.</source>
        <translation>Sie dürfen diese Datei nicht lesen.</translation>
    </message>
    <message>
        <source>This is no audio format that the program knows. Convert it or replace it.</source>
        <translation>Dieses Audioformat kennt das Programm nicht. Wandeln Sie die Datei um oder ersetzen Sie sie.</translation>
    </message>
    <message>
        <source>There is no audio in this file.</source>
        <translation>In dieser Datei ist kein Ton.</translation>
    </message>
    <message>
        <source>The audio is damaged. Replace the file if it plays nowhere.</source>
        <translation>Der Ton ist beschädigt. Ersetzen Sie die Datei, wenn nichts sie abspielt.</translation>
    </message>
    <message>
        <source>The file is cut off. Download or copy it again.</source>
        <translation>Die Datei ist abgeschnitten. Laden oder kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The tags of this file cannot be read.</source>
        <translation>Die Tags dieser Datei lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>The file is read-only. Allow writing to it first.</source>
        <translation>Die Datei ist schreibgeschützt. Heben Sie das zuerst auf.</translation>
    </message>
    <message>
        <source>The file has several names, which writing would separate.</source>
        <translation>Die Datei hat mehrere Namen, die das Schreiben trennen würde.</translation>
    </message>
    <message>
        <source>Another program changed the file. Review it again.</source>
        <translation>Ein anderes Programm hat die Datei geändert. Prüfen Sie sie erneut.</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>Auf dem Datenträger ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>Another program is using the file. Close it there first.</source>
        <translation>Ein anderes Programm benutzt die Datei. Schließen Sie sie dort zuerst.</translation>
    </message>
    <message>
        <source>A write was interrupted. The whole file lies beside it and ends in .tagger-rescue: copy it over the damaged one, then scan again.</source>
        <translation>Ein Schreiben wurde unterbrochen. Die ganze Datei liegt daneben und endet auf .tagger-rescue: Kopieren Sie sie über die beschädigte und suchen Sie dann erneut nach Änderungen.</translation>
    </message>
    <message>
        <source>A safe write was not possible; the file is as it was.</source>
        <translation>Sicheres Schreiben war nicht möglich; die Datei ist, wie sie war.</translation>
    </message>
    <message>
        <source>The decoder crashed over this file. It may be damaged.</source>
        <translation>Der Decoder stürzte über dieser Datei ab. Sie ist vielleicht beschädigt.</translation>
    </message>
    <message>
        <source>The decoder found no end of this file. It may be damaged.</source>
        <translation>Der Decoder fand kein Ende dieser Datei. Sie ist vielleicht beschädigt.</translation>
    </message>
    <message>
        <source>This file takes too much memory. It may be damaged.</source>
        <translation>Diese Datei braucht zu viel Speicher. Sie ist vielleicht beschädigt.</translation>
    </message>
    <message>
        <source>The disk could not read or write this file.</source>
        <translation>Der Datenträger konnte diese Datei nicht lesen oder schreiben.</translation>
    </message>
    <message>
        <source>The program met an error of its own over this file.</source>
        <translation>Das Programm stieß bei dieser Datei auf einen eigenen Fehler.</translation>
    </message>
    <message>
        <source>1 file has its</source>
        <translation>1 Datei hat ihre</translation>
    </message>
    <message>
        <source>{0} files have their</source>
        <translation>{0} Dateien haben ihre</translation>
    </message>
    <message>
        <source>{0} old tags back.</source>
        <translation>{0} alten Tags zurück.</translation>
    </message>
    <message>
        <source>Wrote tags to 1 file.</source>
        <translation>Tags in 1 Datei geschrieben.</translation>
    </message>
    <message>
        <source>Wrote tags to {0} files.</source>
        <translation>Tags in {0} Dateien geschrieben.</translation>
    </message>
    <message>
        <source>In 1 file, what was changed since the write stays as it is.</source>
        <translation>In 1 Datei bleibt, was seit dem Schreiben geändert wurde, wie es ist.</translation>
    </message>
    <message>
        <source>In {0} files, what was changed since the write stays as it is.</source>
        <translation>In {0} Dateien bleibt, was seit dem Schreiben geändert wurde, wie es ist.</translation>
    </message>
    <message>
        <source>1 file was left as it was; see Failed for the reason.</source>
        <translation>1 Datei blieb, wie sie war; der Grund steht unter „Gescheitert“.</translation>
    </message>
    <message>
        <source>{0} files were left as they were; see Failed for the reasons.</source>
        <translation>{0} Dateien blieben, wie sie waren; die Gründe stehen unter „Gescheitert“.</translation>
    </message>
    <message>
        <source>There was nothing to write.</source>
        <translation>Es gab nichts zu schreiben.</translation>
    </message>
    <message>
        <source>Stopped: 1 track still waits to be written.</source>
        <translation>Angehalten: 1 Titel wartet noch darauf, geschrieben zu werden.</translation>
    </message>
    <message>
        <source>Stopped: {0} tracks still wait to be written.</source>
        <translation>Angehalten: {0} Titel warten noch darauf, geschrieben zu werden.</translation>
    </message>
    <message>
        <source>Stopped: 1 file still has its new tags.</source>
        <translation>Angehalten: 1 Datei hat noch ihre neuen Tags.</translation>
    </message>
    <message>
        <source>Stopped: {0} files still have their new tags.</source>
        <translation>Angehalten: {0} Dateien haben noch ihre neuen Tags.</translation>
    </message>
    <message>
        <source>Stopped: 1 file still has its old tags.</source>
        <translation>Angehalten: 1 Datei hat noch ihre alten Tags.</translation>
    </message>
    <message>
        <source>Stopped: {0} files still have their old tags.</source>
        <translation>Angehalten: {0} Dateien haben noch ihre alten Tags.</translation>
    </message>
    <message>
        <source>Accepts {0} on {1}: {2}.</source>
        <translation>Nimmt {0} bei {1} an: {2}.</translation>
    </message>
    <message>
        <source>Accepted {0} on {1}.</source>
        <translation>{0} bei {1} angenommen.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>There is no open suggestion.</source>
        <translation>Es gibt keinen offenen Vorschlag.</translation>
    </message>
    <message>
        <source>Rejects {0} on {1}: every suggestion on the selected tracks.</source>
        <translation>Lehnt {0} bei {1} ab: jeden Vorschlag der gewählten Titel.</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Rejected {0} on {1}.</source>
        <translation>{0} bei {1} abgelehnt.</translation>
    </message>
    <message>
        <source>There is no suggestion to reject.</source>
        <translation>Es gibt nichts abzulehnen.</translation>
    </message>
    <message>
        <source>Adds “{0}” to {1}.</source>
        <translation>Fügt {1} „{0}“ hinzu.</translation>
    </message>
    <message>
        <source>Added “{0}” to {1}.</source>
        <translation>{1} „{0}“ hinzugefügt.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>All selected tracks have “{0}” already.</source>
        <translation>Alle gewählten Titel haben „{0}“ schon.</translation>
    </message>
    <message>
        <source>Accepts “{0}” on {1}.</source>
        <translation>Nimmt „{0}“ bei {1} an.</translation>
    </message>
    <message>
        <source>Rejects “{0}” on {1}.</source>
        <translation>Lehnt „{0}“ bei {1} ab.</translation>
    </message>
    <message>
        <source>Takes the decision about “{0}” back on {1}.</source>
        <translation>Nimmt die Entscheidung über „{0}“ bei {1} zurück.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>There is nothing to decide about “{0}”.</source>
        <translation>Über „{0}“ ist nichts zu entscheiden.</translation>
    </message>
    <message>
        <source>Accepted “{0}” on {1}.</source>
        <translation>„{0}“ bei {1} angenommen.</translation>
    </message>
    <message>
        <source>Rejected “{0}” on {1}.</source>
        <translation>„{0}“ bei {1} abgelehnt.</translation>
    </message>
    <message>
        <source>Took the decision about “{0}” back on {1}.</source>
        <translation>Die Entscheidung über „{0}“ bei {1} zurückgenommen.</translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Tagger</source>
        <translation>Über Tagger</translation>
    </message>
    <message>
        <source>not known before something is heard</source>
        <translation>noch nicht bekannt, bevor etwas gehört wurde</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>GNU GPL, version 3 or later (GPL-3.0-or-later)</source>
        <translation>GNU GPL, Version 3 oder neuer (GPL-3.0-or-later)</translation>
    </message>
    <message>
        <source>Catalog</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>Listens on</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Free software: you may use, study, share and change it. There is no warranty. The models have licences of their own, told in “About the models”.</source>
        <translation>Freie Software: Sie dürfen sie nutzen, untersuchen, weitergeben und ändern. Es gibt keine Gewährleistung. Die Modelle haben eigene Lizenzen, siehe „Über die Modelle“.</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>What was copied is no file or folder of this computer.</source>
        <translation>Was kopiert wurde, ist weder Datei noch Ordner dieses Computers.</translation>
    </message>
</context>
<context>
    <name>Below</name>
    <message>
        <source>{problem} The defaults are used.</source>
        <translation>{problem} Es gelten die Voreinstellungen.</translation>
    </message>
    <message>
        <source>Cannot write {file}: {kind} is not supported.</source>
        <translation>{file} lässt sich nicht schreiben: {kind} wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Cannot write {file}: {why}.</source>
        <translation>{file} lässt sich nicht schreiben: {why}.</translation>
    </message>
    <message>
        <source>{path}: there is no such backup.</source>
        <translation>{path}: Diese Sicherung gibt es nicht.</translation>
    </message>
    <message>
        <source>{path}: this backup is damaged ({said}). Choose another one.</source>
        <translation>{path}: Diese Sicherung ist beschädigt ({said}). Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>{path}: no backup could be made in {folder}: {why}. Free some space there.</source>
        <translation>{path}: In {folder} ließ sich keine Sicherung anlegen: {why}. Schaffen Sie dort Platz.</translation>
    </message>
    <message>
        <source>{path}: the backup {backup} could not be restored: {why}.</source>
        <translation>{path}: Die Sicherung {backup} ließ sich nicht wiederherstellen: {why}.</translation>
    </message>
    <message>
        <source>the disk is full. Free some space and try again</source>
        <translation>Der Datenträger ist voll. Schaffen Sie Platz und versuchen Sie es erneut</translation>
    </message>
    <message>
        <source>another program has locked it. Close that program and try again</source>
        <translation>Ein anderes Programm hat die Datei gesperrt. Schließen Sie es und versuchen Sie es erneut</translation>
    </message>
    <message>
        <source>it is write-protected. Make the file and its folder writable</source>
        <translation>Die Datei ist schreibgeschützt. Erlauben Sie das Schreiben in die Datei und ihren Ordner</translation>
    </message>
    <message>
        <source>you may not open it. Check the permissions of the file and its folder</source>
        <translation>Sie dürfen die Datei nicht öffnen. Prüfen Sie die Rechte der Datei und ihres Ordners</translation>
    </message>
    <message>
        <source>it cannot be opened. Check that the folder exists and is writable</source>
        <translation>Die Datei lässt sich nicht öffnen. Prüfen Sie, ob es den Ordner gibt und Sie darin schreiben dürfen</translation>
    </message>
    <message>
        <source>the disk reports an error. Check the disk and its connection</source>
        <translation>Der Datenträger meldet einen Fehler. Prüfen Sie ihn und seinen Anschluss</translation>
    </message>
    <message>
        <source>it is damaged. Restore one of its backups</source>
        <translation>Der Katalog ist beschädigt. Stellen Sie eine seiner Sicherungen wieder her</translation>
    </message>
    <message>
        <source>it is not a catalog. Choose another file, or restore a backup</source>
        <translation>Das ist kein Katalog. Wählen Sie eine andere Datei oder stellen Sie eine Sicherung wieder her</translation>
    </message>
    <message>
        <source>there is not enough memory. Close other programs and try again</source>
        <translation>Der Arbeitsspeicher reicht nicht. Schließen Sie andere Programme und versuchen Sie es erneut</translation>
    </message>
    <message>
        <source>{path}: the catalog failed: {said}.</source>
        <translation>{path}: Der Katalog meldet einen Fehler: {said}.</translation>
    </message>
    <message>
        <source>{path}: this view of the catalog is for reading only.</source>
        <translation>{path}: Diese Ansicht des Katalogs ist nur zum Lesen.</translation>
    </message>
    <message>
        <source>Something is being stored just now. Try again.</source>
        <translation>Gerade wird etwas gespeichert. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{path}: the catalog cannot be opened: {why}. Check that you may write to its folder, or choose another catalog.</source>
        <translation>{path}: Der Katalog lässt sich nicht öffnen: {why}. Prüfen Sie, ob Sie in seinen Ordner schreiben dürfen, oder wählen Sie einen anderen Katalog.</translation>
    </message>
    <message>
        <source>another Tagger</source>
        <translation>Ein anderer Tagger</translation>
    </message>
    <message>
        <source>{path}: {other} is using this catalog. Close it first, or choose another catalog.</source>
        <translation>{path}: {other} benutzt diesen Katalog. Schließen Sie ihn zuerst oder wählen Sie einen anderen Katalog.</translation>
    </message>
    <message>
        <source>{path}: the catalog cannot be opened: {why}. Make room on its disk, or choose another catalog.</source>
        <translation>{path}: Der Katalog lässt sich nicht öffnen: {why}. Schaffen Sie Platz auf seinem Datenträger oder wählen Sie einen anderen Katalog.</translation>
    </message>
    <message>
        <source>another Tagger (process {number})</source>
        <translation>Ein anderer Tagger (Prozess {number})</translation>
    </message>
    <message>
        <source>{path}: this is another program&apos;s database, not a catalog. Choose another file.</source>
        <translation>{path}: Das ist die Datenbank eines anderen Programms, kein Katalog. Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{path}: this catalog belongs to a newer version of Tagger (schema {version}; this program knows {known}). Install the newer version, or choose another catalog. Nothing was changed.</source>
        <translation>{path}: Dieser Katalog gehört zu einer neueren Version von Tagger (Schema {version}; dieses Programm kennt {known}). Installieren Sie die neuere Version oder wählen Sie einen anderen Katalog. Es wurde nichts verändert.</translation>
    </message>
    <message>
        <source>{path}: the catalog could not be brought to schema {schema}: {why}. It is as it was; use the version of Tagger that made it, and report this.</source>
        <translation>{path}: Der Katalog ließ sich nicht auf Schema {schema} bringen: {why}. Er ist unverändert; benutzen Sie die Version von Tagger, die ihn angelegt hat, und melden Sie den Fehler.</translation>
    </message>
    <message>
        <source>{path}: the model “{name}” gave scores that are not numbers; they were not stored. Use another model, or report this.</source>
        <translation>{path}: Das Modell „{name}“ lieferte Werte, die keine Zahlen sind; sie wurden nicht gespeichert. Wählen Sie ein anderes Modell oder melden Sie den Fehler.</translation>
    </message>
    <message>
        <source>A saved search needs a name.</source>
        <translation>Eine gespeicherte Suche braucht einen Namen.</translation>
    </message>
    <message>
        <source>There is a search called “{name}” already. Choose another name.</source>
        <translation>Eine Suche namens „{name}“ gibt es schon. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{path}: the catalog lies on a network file system ({kind}), where it can be damaged when the connection breaks. Move it to a local disk.</source>
        <translation>{path}: Der Katalog liegt auf einem Netzlaufwerk ({kind}), wo er Schaden nehmen kann, wenn die Verbindung abbricht. Legen Sie ihn auf einen lokalen Datenträger.</translation>
    </message>
    <message>
        <source>{path}: the catalog is damaged ({said}). Restore one of its backups; nothing in your music files is affected.</source>
        <translation>{path}: Der Katalog ist beschädigt ({said}). Stellen Sie eine seiner Sicherungen wieder her; Ihre Musikdateien sind nicht betroffen.</translation>
    </message>
    <message>
        <source>{path}: the folder of the catalog cannot be made: {why}. Choose another place for the catalog.</source>
        <translation>{path}: Der Ordner des Katalogs lässt sich nicht anlegen: {why}. Wählen Sie einen anderen Ort für den Katalog.</translation>
    </message>
    <message>
        <source>the name is empty</source>
        <translation>Der Name ist leer</translation>
    </message>
    <message>
        <source>the sample rate of {rate} Hz is out of range</source>
        <translation>Die Abtastrate von {rate} Hz liegt außerhalb des Erlaubten</translation>
    </message>
    <message>
        <source>the chunk must be longer than 0 and at most 60 s</source>
        <translation>Ein Ausschnitt muss länger als 0 und höchstens 60 s lang sein</translation>
    </message>
    <message>
        <source>the embedding width must be positive</source>
        <translation>Die Breite des Embeddings muss positiv sein</translation>
    </message>
    <message>
        <source>there must be between 1 and 2,000 tags</source>
        <translation>Es müssen zwischen 1 und 2.000 Tags sein</translation>
    </message>
    <message>
        <source>the aggregation “{name}” is not known</source>
        <translation>Die Zusammenfassung „{name}“ ist unbekannt</translation>
    </message>
    <message>
        <source>a tag appears twice in one category</source>
        <translation>Ein Tag steht zweimal in derselben Kategorie</translation>
    </message>
    <message>
        <source>The model card has schema {found}; this program reads schema {known}.</source>
        <translation>Die Modellkarte hat Schema {found}; dieses Programm liest Schema {known}.</translation>
    </message>
    <message>
        <source>Model card of “{name}”: {problem}.</source>
        <translation>Modellkarte von „{name}“: {problem}.</translation>
    </message>
    <message>
        <source>a tag has no name</source>
        <translation>Ein Tag hat keinen Namen</translation>
    </message>
    <message>
        <source>the activation “{name}” is not known</source>
        <translation>Die Aktivierung „{name}“ ist unbekannt</translation>
    </message>
    <message>
        <source>The model card is not valid JSON: {why}.</source>
        <translation>Die Modellkarte ist kein gültiges JSON: {why}.</translation>
    </message>
    <message>
        <source>The model card is incomplete or malformed: {why}.</source>
        <translation>Die Modellkarte ist unvollständig oder fehlerhaft: {why}.</translation>
    </message>
    <message>
        <source>a threshold of “{name}” is not a finite number</source>
        <translation>Eine Schwelle von „{name}“ ist keine endliche Zahl</translation>
    </message>
    <message>
        <source>{scores} scores do not belong to the model “{name}” of {tags} tags.</source>
        <translation>{scores} Werte passen nicht zum Modell „{name}“ mit {tags} Tags.</translation>
    </message>
    <message>
        <source>The coverage “{text}” is not valid: use chunks:N (such as chunks:8) or full.</source>
        <translation>Der Umfang „{text}“ ist ungültig: Schreiben Sie chunks:N (etwa chunks:8) oder full.</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>Diese Datei oder diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>you have no permission</source>
        <translation>Ihnen fehlt die Berechtigung</translation>
    </message>
    <message>
        <source>the system does not allow it</source>
        <translation>Das System erlaubt es nicht</translation>
    </message>
    <message>
        <source>there is such a file already</source>
        <translation>Eine solche Datei gibt es schon</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>Es ist ein Ordner</translation>
    </message>
    <message>
        <source>a part of its path is no folder</source>
        <translation>Ein Teil des Pfads ist kein Ordner</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>Der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>Der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>the disk reports an error</source>
        <translation>Der Datenträger meldet einen Fehler</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>Der Name ist zu lang</translation>
    </message>
    <message>
        <source>another program is using it</source>
        <translation>Ein anderes Programm benutzt die Datei</translation>
    </message>
    <message>
        <source>too many files are open</source>
        <translation>Zu viele Dateien sind geöffnet</translation>
    </message>
    <message>
        <source>the file is too large for this disk</source>
        <translation>Die Datei ist zu groß für diesen Datenträger</translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation>Der Arbeitsspeicher reicht nicht</translation>
    </message>
    <message>
        <source>the disk does not answer</source>
        <translation>Der Datenträger antwortet nicht</translation>
    </message>
    <message>
        <source>Vocabulary: the category “{name}” is not known.</source>
        <translation>Vokabular: Die Kategorie „{name}“ ist unbekannt.</translation>
    </message>
    <message>
        <source>Vocabulary: “{word}” stands for both “{one}” and “{other}” in the category “{category}”.</source>
        <translation>Vokabular: „{word}“ steht in der Kategorie „{category}“ sowohl für „{one}“ als auch für „{other}“.</translation>
    </message>
    <message>
        <source>The model file {path} cannot be used: {why}. Choose another model or install it again.</source>
        <translation>Die Modelldatei {path} ist nicht verwendbar: {why}. Wählen Sie ein anderes Modell oder installieren Sie es neu.</translation>
    </message>
    <message>
        <source>it has no model card</source>
        <translation>Sie enthält keine Modellkarte</translation>
    </message>
    <message>
        <source>The model file {path} cannot be used. {problem} Choose another model or install it again.</source>
        <translation>Die Modelldatei {path} ist nicht verwendbar. {problem} Wählen Sie ein anderes Modell oder installieren Sie es neu.</translation>
    </message>
    <message>
        <source>its operator {name} is not a standard one</source>
        <translation>Ihr Operator {name} gehört nicht zum Standard</translation>
    </message>
    <message>
        <source>one of its tensors is too large</source>
        <translation>Einer ihrer Tensoren ist zu groß</translation>
    </message>
    <message>
        <source>its input must be waveform, not {names}</source>
        <translation>Ihr Eingang muss waveform heißen, nicht {names}</translation>
    </message>
    <message>
        <source>its outputs must be scores and embedding, not {names}</source>
        <translation>Ihre Ausgänge müssen scores und embedding heißen, nicht {names}</translation>
    </message>
    <message>
        <source>its batch size is fixed</source>
        <translation>Ihre Stapelgröße ist festgelegt</translation>
    </message>
    <message>
        <source>it has {size} bytes; up to {most} are allowed</source>
        <translation>Sie hat {size} Bytes; erlaubt sind höchstens {most}</translation>
    </message>
    <message>
        <source>it cannot be read ({why})</source>
        <translation>Sie lässt sich nicht lesen ({why})</translation>
    </message>
    <message>
        <source>it is damaged or no ONNX file</source>
        <translation>Sie ist beschädigt oder keine ONNX-Datei</translation>
    </message>
    <message>
        <source>it holds no network</source>
        <translation>Sie enthält kein Netz</translation>
    </message>
    <message>
        <source>{name} has shape {shape}, not as its card says</source>
        <translation>{name} hat die Form {shape}, anders als auf der Karte</translation>
    </message>
    <message>
        <source>it brings functions of its own</source>
        <translation>Sie bringt eigene Funktionen mit</translation>
    </message>
    <message>
        <source>it keeps its weights in other files</source>
        <translation>Ihre Gewichte liegen in anderen Dateien</translation>
    </message>
    <message>
        <source>it holds sparse weights</source>
        <translation>Sie enthält dünn besetzte Gewichte</translation>
    </message>
    <message>
        <source>it holds loops or branches</source>
        <translation>Sie enthält Schleifen oder Verzweigungen</translation>
    </message>
    <message>
        <source>There is no model called “{name}”; there are: {names}.</source>
        <translation>Ein Modell namens „{name}“ gibt es nicht; vorhanden: {names}.</translation>
    </message>
    <message>
        <source>There is no model in {folders}. Put one there, or install the program again.</source>
        <translation>In {folders} liegt kein Modell. Legen Sie eines dorthin oder installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>The model “{name}” failed while running: {why}.</source>
        <translation>Das Modell „{name}“ ist beim Rechnen gescheitert: {why}.</translation>
    </message>
    <message>
        <source>as chosen</source>
        <translation>wie gewählt</translation>
    </message>
    <message>
        <source>CPU ({why})</source>
        <translation>CPU ({why})</translation>
    </message>
    <message>
        <source>this ONNX Runtime was built without CUDA</source>
        <translation>diese ONNX Runtime wurde ohne CUDA gebaut</translation>
    </message>
    <message>
        <source>no CUDA device found</source>
        <translation>kein CUDA-Gerät gefunden</translation>
    </message>
    <message>
        <source>The model “{name}” returned values that are not numbers.</source>
        <translation>Das Modell „{name}“ lieferte Werte, die keine Zahlen sind.</translation>
    </message>
    <message>
        <source>The model file {path} cannot be opened: {why}.</source>
        <translation>Die Modelldatei {path} lässt sich nicht öffnen: {why}.</translation>
    </message>
    <message>
        <source>The model “{name}”: {output} has shape {found}, its card says {shape}.</source>
        <translation>Das Modell „{name}“: {output} hat die Form {found}, die Karte sagt {shape}.</translation>
    </message>
    <message>
        <source>CUDA</source>
        <translation>CUDA</translation>
    </message>
    <message>
        <source>the CUDA or cuDNN libraries are missing or do not fit</source>
        <translation>die Bibliotheken von CUDA oder cuDNN fehlen oder passen nicht</translation>
    </message>
    <message>
        <source>CUDA failed: {error}</source>
        <translation>CUDA ist gescheitert: {error}</translation>
    </message>
    <message>
        <source>A worker process could not start:
{trace}</source>
        <translation>Ein Arbeitsprozess konnte nicht starten:
{trace}</translation>
    </message>
    <message>
        <source>exit code {code}</source>
        <translation>Rückgabewert {code}</translation>
    </message>
    <message>
        <source>A worker process did not start within {seconds} s. Close other programs and try again.</source>
        <translation>Ein Arbeitsprozess ist nicht binnen {seconds} s gestartet. Schließen Sie andere Programme und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>A worker process ended while it started ({why}). The messages above may say why; reinstalling the program repairs a damaged installation.</source>
        <translation>Ein Arbeitsprozess endete beim Starten ({why}). Im Protokoll steht vielleicht der Grund; eine Neuinstallation behebt eine beschädigte Installation.</translation>
    </message>
    <message>
        <source>A worker process could not be started ({why}). Close other programs and try again.</source>
        <translation>Ein Arbeitsprozess ließ sich nicht starten ({why}). Schließen Sie andere Programme und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{path} cannot be written: it is a folder.</source>
        <translation>{path} lässt sich nicht schreiben: Es ist ein Ordner.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {why}.</source>
        <translation>{path} lässt sich nicht schreiben: {why}.</translation>
    </message>
    <message>
        <source>{file}: the vocabulary cannot be read: {why}. Reinstall.</source>
        <translation>{file}: Das Vokabular lässt sich nicht lesen: {why}. Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>{why} {name} listens in its place.</source>
        <translation>{why} Stattdessen hört {name} zu.</translation>
    </message>
    <message>
        <source>This track was not heard yet. Let it be analyzed first.</source>
        <translation>Dieser Titel wurde noch nicht angehört. Lassen Sie ihn zuerst analysieren.</translation>
    </message>
    <message>
        <source>The tag process ended before it answered; start again.</source>
        <translation>Der Prozess für Tags endete, bevor er antwortete; versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>A call ended without an answer: {call}.</source>
        <translation>Ein Aufruf endete ohne Antwort: {call}.</translation>
    </message>
    <message>
        <source>There is no write to undo.</source>
        <translation>Es gibt kein Schreiben, das sich rückgängig machen ließe.</translation>
    </message>
    <message>
        <source>Write {number} is not known, or is undone already.</source>
        <translation>Schreibvorgang {number} ist unbekannt oder schon rückgängig gemacht.</translation>
    </message>
    <message>
        <source>No model is installed. Put a model file (.onnx) into the models folder that `tagger-app doctor` names.</source>
        <translation>Es ist kein Modell installiert. Legen Sie eine Modelldatei (.onnx) in den Modellordner, den „tagger-app doctor“ nennt.</translation>
    </message>
    <message>
        <source>{path}: the settings are not a JSON object.</source>
        <translation>{path}: Die Einstellungen sind kein JSON-Objekt.</translation>
    </message>
    <message>
        <source>“{value}” is not valid.</source>
        <translation>„{value}“ ist ungültig.</translation>
    </message>
    <message>
        <source>“{category}” is no category with words for its tags.</source>
        <translation>„{category}“ ist keine Kategorie mit Wörtern für ihre Tags.</translation>
    </message>
    <message>
        <source>“{category}” is no category of tags.</source>
        <translation>„{category}“ ist keine Kategorie von Tags.</translation>
    </message>
    <message>
        <source>“{name}” has no list of texts.</source>
        <translation>Zu „{name}“ gehört keine Liste von Texten.</translation>
    </message>
    <message>
        <source>{path}: the settings cannot be read: {why}.</source>
        <translation>{path}: Die Einstellungen lassen sich nicht lesen: {why}.</translation>
    </message>
    <message>
        <source>{path}: the settings cannot be saved: {why}.</source>
        <translation>{path}: Die Einstellungen lassen sich nicht speichern: {why}.</translation>
    </message>
    <message>
        <source>“{value}” is not valid. Allowed: {names}.</source>
        <translation>„{value}“ ist ungültig. Erlaubt: {names}.</translation>
    </message>
    <message>
        <source>“{word}” is no word for “{tag}”.</source>
        <translation>„{word}“ ist kein Wort für „{tag}“.</translation>
    </message>
    <message>
        <source>“{word}” has a semicolon, which separates tags in files.</source>
        <translation>„{word}“ enthält ein Semikolon, das in Dateien Tags trennt.</translation>
    </message>
    <message>
        <source>“{value}” is not valid. Allowed: {low} to {high}.</source>
        <translation>„{value}“ ist ungültig. Erlaubt: {low} bis {high}.</translation>
    </message>
    <message>
        <source>Setting {name}: {problem}</source>
        <translation>Einstellung {name}: {problem}</translation>
    </message>
    <message>
        <source>{path}: {problem} The default is used.</source>
        <translation>{path}: {problem} Es gilt die Voreinstellung.</translation>
    </message>
    <message>
        <source>The catalog is still being read. Try again.</source>
        <translation>Der Katalog wird noch gelesen. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The catalog takes long to read. Try again.</source>
        <translation>Das Lesen des Katalogs dauert lange. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{path}: there is no such file.</source>
        <translation>{path}: Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>No model is installed, so that nothing can be compared.</source>
        <translation>Es ist kein Modell installiert; vergleichen lässt sich daher nichts.</translation>
    </message>
</context>
<context>
    <name>Border</name>
    <message>
        <source>Drag it, or move it with the arrow keys</source>
        <translation>Mit der Maus ziehen oder mit den Pfeiltasten verschieben</translation>
    </message>
</context>
<context>
    <name>BugDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>Tagger met an error that it did not expect. Your files and what you decided are safe. Please report it with the text below.</source>
        <translation>Tagger ist auf einen unerwarteten Fehler gestoßen. Ihre Dateien und Ihre Entscheidungen sind sicher. Bitte melden Sie ihn mit dem Text unten.</translation>
    </message>
    <message>
        <source>Tagger ended unexpectedly the last time. Your files and what you decided are safe. Please report it with the text below.</source>
        <translation>Tagger ist beim letzten Mal unerwartet beendet worden. Ihre Dateien und Ihre Entscheidungen sind sicher. Bitte melden Sie es mit dem Text unten.</translation>
    </message>
    <message>
        <source>Error report</source>
        <translation>Fehlerbericht</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Show log file</source>
        <translation>Protokolldatei zeigen</translation>
    </message>
</context>
<context>
    <name>Bulk</name>
    <message>
        <source>Something has changed since. {0}</source>
        <translation>Inzwischen hat sich etwas geändert. {0}</translation>
    </message>
    <message>
        <source>Stopped before anything was decided.</source>
        <translation>Angehalten, bevor etwas entschieden war.</translation>
    </message>
    <message>
        <source>{0} Stopped: the others are as they were.</source>
        <translation>{0} Angehalten: Die übrigen sind, wie sie waren.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Took back {0} on {1}.</source>
        <translation>{0} bei {1} zurückgenommen.</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>removal of 1 tag</source>
        <translation>Entfernen von 1 Tag</translation>
    </message>
    <message>
        <source>change of 1 tag</source>
        <translation>Ändern von 1 Tag</translation>
    </message>
    <message>
        <source>review of 1 track</source>
        <translation>Durchsicht von 1 Titel</translation>
    </message>
    <message>
        <source>review of {0} tracks</source>
        <translation>Durchsicht von {0} Titeln</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to add the music to Tagger</source>
        <translation>Loslassen, um die Musik zu Tagger hinzuzufügen</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Drop your music here</source>
        <translation>Ziehen Sie Ihre Musik hierher</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Tagger listens to each track and suggests genre, mood and instruments.</source>
        <translation>Tagger hört sich jeden Titel an und schlägt Genre, Stimmung und Instrumente vor.</translation>
    </message>
    <message>
        <source>You accept or reject; nothing is written before you accept and press Write.</source>
        <translation>Sie nehmen an oder lehnen ab; nichts wird geschrieben, bevor Sie annehmen und „Tags schreiben“ drücken.</translation>
    </message>
    <message>
        <source>Every write can be undone.</source>
        <translation>Jedes Schreiben lässt sich rückgängig machen.</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Export 1 track</source>
        <translation>1 Titel ausgeben</translation>
    </message>
    <message>
        <source>Export {0} tracks</source>
        <translation>{0} Titel ausgeben</translation>
    </message>
    <message>
        <source>Playlist with paths relative to it (*.m3u8)</source>
        <translation>Wiedergabeliste mit Pfaden relativ zu ihr (*.m3u8)</translation>
    </message>
    <message>
        <source>tracks.csv</source>
        <translation>Titel.csv</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>tracks.json</source>
        <translation>Titel.json</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>playlist.m3u8</source>
        <translation>Wiedergabeliste.m3u8</translation>
    </message>
    <message>
        <source>Playlist (*.m3u8)</source>
        <translation>Wiedergabeliste (*.m3u8)</translation>
    </message>
    <message>
        <source>report.html</source>
        <translation>Bericht.html</translation>
    </message>
    <message>
        <source>Report (*.html)</source>
        <translation>Bericht (*.html)</translation>
    </message>
    <message>
        <source>Exporting: {0} of {1} tracks</source>
        <translation>Ausgabe: {0} von {1} Titeln</translation>
    </message>
    <message>
        <source>Wrote 1 track to {1}.</source>
        <translation>1 Titel nach {1} geschrieben.</translation>
    </message>
    <message>
        <source>Wrote {0} tracks to {1}.</source>
        <translation>{0} Titel nach {1} geschrieben.</translation>
    </message>
    <message>
        <source>1 track was left out</source>
        <translation>1 Titel wurde ausgelassen</translation>
    </message>
    <message>
        <source>{0} tracks were left out</source>
        <translation>{0} Titel wurden ausgelassen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>die Datei fehlt</translation>
    </message>
    <message>
        <source>its disk is not there</source>
        <translation>ihr Datenträger ist nicht da</translation>
    </message>
    <message>
        <source>no audio could be heard</source>
        <translation>es war kein Ton zu hören</translation>
    </message>
    <message>
        <source>a playlist has no way to write such a file name</source>
        <translation>eine Wiedergabeliste kann einen solchen Dateinamen nicht schreiben</translation>
    </message>
    <message>
        <source>no relative path leads to another drive</source>
        <translation>kein relativer Pfad führt auf ein anderes Laufwerk</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>No other track was heard yet.</source>
        <translation>Es wurde noch kein anderer Titel gehört.</translation>
    </message>
    <message>
        <source>Comparing tracks…</source>
        <translation>Titel werden verglichen …</translation>
    </message>
    <message>
        <source>Compared {0} of {1} tracks</source>
        <translation>{0} von {1} Titeln verglichen</translation>
    </message>
    <message>
        <source>No recording is there more than once.</source>
        <translation>Keine Aufnahme ist mehr als einmal da.</translation>
    </message>
    <message>
        <source>1 group with the same audio</source>
        <translation>1 Gruppe mit gleichem Ton</translation>
    </message>
    <message>
        <source>{0} groups with the same audio</source>
        <translation>{0} Gruppen mit gleichem Ton</translation>
    </message>
    <message>
        <source>1 group that sounds the same</source>
        <translation>1 Gruppe, die gleich klingt</translation>
    </message>
    <message>
        <source>{0} groups that sound the same</source>
        <translation>{0} Gruppen, die gleich klingen</translation>
    </message>
    <message>
        <source>1 track</source>
        <translation>1 Titel</translation>
    </message>
    <message>
        <source>{0} tracks</source>
        <translation>{0} Titel</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Undo {0}</source>
        <translation>Rückgängig: {0}</translation>
    </message>
    <message>
        <source>Redo {0}</source>
        <translation>Wiederholen: {0}</translation>
    </message>
    <message>
        <source>Undo write</source>
        <translation>Schreiben zurücknehmen</translation>
    </message>
    <message>
        <source>Redo write</source>
        <translation>Noch einmal schreiben</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Track</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>One of {0} selected tracks</source>
        <translation>Einer von {0} gewählten Titeln</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Accept single suggestions</source>
        <translation>Einzelne Vorschläge annehmen</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>New key of the chosen action</source>
        <translation>Neue Taste der gewählten Aktion</translation>
    </message>
    <message>
        <source>Press a key</source>
        <translation>Taste drücken</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Usual key</source>
        <translation>Übliche Taste</translation>
    </message>
    <message>
        <source>Usual keys for all</source>
        <translation>Übliche Tasten für alle</translation>
    </message>
    <message>
        <source>Press a key in the field to give it to “{0}”.</source>
        <translation>Drücken Sie im Feld eine Taste, um sie „{0}“ zu geben.</translation>
    </message>
    <message>
        <source>{0} is needed to move in lists and dialogs. Choose another key.</source>
        <translation>{0} wird gebraucht, um sich in Listen und Fenstern zu bewegen. Wählen Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>{0} belongs to “{1}”. Take it away there first, or choose another key.</source>
        <translation>{0} gehört zu „{1}“. Nehmen Sie sie dort zuerst weg, oder wählen Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>{0} is the key of “{1}” now.</source>
        <translation>{0} ist jetzt die Taste von „{1}“.</translation>
    </message>
    <message>
        <source>{0} belongs to “{1}” now. Take it away there first.</source>
        <translation>{0} gehört jetzt zu „{1}“. Nehmen Sie sie dort zuerst weg.</translation>
    </message>
</context>
<context>
    <name>LevelScale</name>
    <message>
        <source>Colours of the spectrogram: from {0} dB below the loudest point up to it</source>
        <translation>Farben des Spektrogramms: von {0} dB unter dem lautesten Punkt bis zu ihm</translation>
    </message>
</context>
<context>
    <name>LibraryView</name>
    <message>
        <source>Reading the library…</source>
        <translation>Die Bibliothek wird gelesen …</translation>
    </message>
    <message>
        <source>No track fits what you search for.</source>
        <translation>Kein Titel passt zu Ihrer Suche.</translation>
    </message>
    <message>
        <source>No track fits what you search for, neither here nor elsewhere.</source>
        <translation>Kein Titel passt zu Ihrer Suche, weder hier noch anderswo.</translation>
    </message>
    <message>
        <source>No track here fits what you search for.</source>
        <translation>Kein Titel hier passt zu Ihrer Suche.</translation>
    </message>
    <message>
        <source>The tracks of this list are gone.</source>
        <translation>Die Titel dieser Liste sind nicht mehr da.</translation>
    </message>
    <message>
        <source>Nothing is left to review.</source>
        <translation>Es gibt nichts mehr zu prüfen.</translation>
    </message>
    <message>
        <source>The first suggestions appear here as soon as a track was heard.</source>
        <translation>Die ersten Vorschläge erscheinen hier, sobald ein Titel gehört wurde.</translation>
    </message>
    <message>
        <source>Nothing failed.</source>
        <translation>Nichts ist gescheitert.</translation>
    </message>
    <message>
        <source>There are no tracks here.</source>
        <translation>Hier sind keine Titel.</translation>
    </message>
</context>
<context>
    <name>ListBar</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Write {0} instead</source>
        <translation>Stattdessen {0} schreiben</translation>
    </message>
</context>
<context>
    <name>Listener</name>
    <message>
        <source>Listening to the whole track…</source>
        <translation>Der ganze Titel wird gehört …</translation>
    </message>
</context>
<context>
    <name>LongRun</name>
    <message>
        <source>Tagger is done</source>
        <translation>Tagger ist fertig</translation>
    </message>
    <message>
        <source>1 file failed.</source>
        <translation>1 Datei ist gescheitert.</translation>
    </message>
    <message>
        <source>{0} files failed.</source>
        <translation>{0} Dateien sind gescheitert.</translation>
    </message>
    <message>
        <source>Heard 1 track</source>
        <translation>1 Titel gehört</translation>
    </message>
    <message>
        <source>Heard {0} tracks</source>
        <translation>{0} Titel gehört</translation>
    </message>
    <message>
        <source>Wrote tags to 1 file</source>
        <translation>Tags in 1 Datei geschrieben</translation>
    </message>
    <message>
        <source>Wrote tags to {0} files</source>
        <translation>Tags in {0} Dateien geschrieben</translation>
    </message>
    <message>
        <source>Gave 1 file its old tags back</source>
        <translation>1 Datei hat ihre alten Tags zurück</translation>
    </message>
    <message>
        <source>Gave {0} files their old tags back</source>
        <translation>{0} Dateien haben ihre alten Tags zurück</translation>
    </message>
    <message>
        <source>Accepted what was suggested for 1 track</source>
        <translation>Vorschläge bei 1 Titel angenommen</translation>
    </message>
    <message>
        <source>Accepted what was suggested for {0} tracks</source>
        <translation>Vorschläge bei {0} Titeln angenommen</translation>
    </message>
    <message>
        <source>Read the tags of 1 file</source>
        <translation>Tags von 1 Datei gelesen</translation>
    </message>
    <message>
        <source>Read the tags of {0} files</source>
        <translation>Tags von {0} Dateien gelesen</translation>
    </message>
    <message>
        <source>{0} in {1}.</source>
        <translation>{0} in {1}.</translation>
    </message>
    <message>
        <source>It took {0}.</source>
        <translation>Es hat {0} gedauert.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Nothing failed.</source>
        <translation>Nichts ist gescheitert.</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>About the models…</source>
        <translation>Über die Modelle …</translation>
    </message>
    <message>
        <source>The usual one ({0})</source>
        <translation>Das übliche ({0})</translation>
    </message>
    <message>
        <source>None is installed</source>
        <translation>Keines ist installiert</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>Modelle werden gesucht …</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>About the models</source>
        <translation>Über die Modelle</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>Search in this card</source>
        <translation>In dieser Karte suchen</translation>
    </message>
    <message>
        <source>No model is installed.</source>
        <translation>Es ist kein Modell installiert.</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
</context>
<context>
    <name>NothingPage</name>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Search all tracks ({0})</source>
        <translation>Alle Titel durchsuchen ({0})</translation>
    </message>
    <message>
        <source>1 track is found there</source>
        <translation>1 Titel ist dort zu finden</translation>
    </message>
    <message>
        <source>{0} tracks are found there</source>
        <translation>{0} Titel sind dort zu finden</translation>
    </message>
</context>
<context>
    <name>OutsideBox</name>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>Leave the file as it is and do not show this again</source>
        <translation>Die Datei lassen, wie sie ist, und dies nicht mehr zeigen</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Vergessen …</translation>
    </message>
    <message>
        <source>The file is missing.</source>
        <translation>Die Datei fehlt.</translation>
    </message>
    <message>
        <source>What you decided is kept. It is found again wherever it moved to.</source>
        <translation>Was Sie entschieden haben, bleibt. Die Datei wird wiedergefunden, wohin sie auch umzog.</translation>
    </message>
    <message>
        <source>The disk or folder of this file is not there.</source>
        <translation>Der Datenträger oder Ordner dieser Datei ist nicht da.</translation>
    </message>
    <message>
        <source>What you decided is kept until it is back.</source>
        <translation>Was Sie entschieden haben, bleibt, bis sie wieder da ist.</translation>
    </message>
    <message>
        <source>Changed by another program, seen {0}</source>
        <translation>Von einem anderen Programm geändert, gesehen {0}</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Border between sidebar and tracks</source>
        <translation>Grenze zwischen Seitenleiste und Titeln</translation>
    </message>
    <message>
        <source>Border between tracks and timeline</source>
        <translation>Grenze zwischen Titeln und Zeitleiste</translation>
    </message>
    <message>
        <source>Border between tracks and track details</source>
        <translation>Grenze zwischen Titeln und Titel im Einzelnen</translation>
    </message>
</context>
<context>
    <name>PlayControls</name>
    <message>
        <source>Position in the track</source>
        <translation>Stelle im Titel</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>1 track</source>
        <translation>1 Titel</translation>
    </message>
    <message>
        <source>{0} tracks</source>
        <translation>{0} Titel</translation>
    </message>
    <message>
        <source>{0} listens from now on. Analyze lets it hear the {1} it does not know yet; what you decided stays.</source>
        <translation>{0} hört von nun an zu. „Analysieren“ lässt es {1} hören, die es noch nicht kennt; was Sie entschieden haben, bleibt.</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>Wortschatz</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Library and playback</source>
        <translation>Bibliothek und Wiedergabe</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Einlesen …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Ausgeben …</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>All preferences are as they were at first.</source>
        <translation>Alle Einstellungen sind wieder wie am Anfang.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>The preferences are those of {0}.</source>
        <translation>Die Einstellungen sind die aus {0}.</translation>
    </message>
    <message>
        <source>Passed over, for this version knows no such: {0}.</source>
        <translation>Übergangen, weil diese Version es nicht kennt: {0}.</translation>
    </message>
    <message>
        <source>The preferences are in {0}.</source>
        <translation>Die Einstellungen stehen in {0}.</translation>
    </message>
    <message>
        <source>Preferences (*.json)</source>
        <translation>Einstellungen (*.json)</translation>
    </message>
    <message>
        <source>Import preferences</source>
        <translation>Einstellungen einlesen</translation>
    </message>
    <message>
        <source>Export preferences</source>
        <translation>Einstellungen ausgeben</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>{0} tracks/min</source>
        <translation>{0} Titel/min</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>{0} music files found</source>
        <translation>{0} Musikdateien gefunden</translation>
    </message>
    <message>
        <source>Reading tags</source>
        <translation>Tags lesen:</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>Anhören:</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben:</translation>
    </message>
    <message>
        <source>Undoing</source>
        <translation>Zurücknehmen:</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>Zählen:</translation>
    </message>
    <message>
        <source>Deciding about</source>
        <translation>Entscheiden:</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Öffnen:</translation>
    </message>
    <message>
        <source>{0} {1} tracks</source>
        <translation>{0} {1} Titel</translation>
    </message>
    <message>
        <source>{0} of {1} selected</source>
        <translation>{0} von {1} gewählt</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} gescheitert</translation>
    </message>
    <message>
        <source>Show the tracks that failed</source>
        <translation>Die gescheiterten Titel zeigen</translation>
    </message>
</context>
<context>
    <name>Query</name>
    <message>
        <source>There is no field “{field}”. Did you mean {right}?</source>
        <translation>Ein Feld „{field}“ gibt es nicht. Meinten Sie {right}?</translation>
    </message>
    <message>
        <source>There is no field “{field}”. There are: {fields}. To search for the text itself, write {exact}.</source>
        <translation>Ein Feld „{field}“ gibt es nicht. Es gibt: {fields}. Um nach dem Text selbst zu suchen, schreiben Sie {exact}.</translation>
    </message>
    <message>
        <source>Nothing stands after “{begun}”. Write, for example, {example}.</source>
        <translation>Nach „{begun}“ steht nichts. Schreiben Sie zum Beispiel {example}.</translation>
    </message>
    <message>
        <source>“{value}” is no tag. Write, for example, {example}. For the signs, write {exact}.</source>
        <translation>„{value}“ ist kein Tag. Schreiben Sie zum Beispiel {example}, und für die Zeichen selbst {exact}.</translation>
    </message>
    <message>
        <source>How likely a tag is stands behind it. Write {right}.</source>
        <translation>Wie wahrscheinlich ein Tag ist, steht dahinter. Schreiben Sie {right}.</translation>
    </message>
    <message>
        <source>Parentheses mean nothing here. Write {right}. For the text itself, write {exact}.</source>
        <translation>Klammern bedeuten hier nichts. Schreiben Sie {right}, und für den Text selbst {exact}.</translation>
    </message>
    <message>
        <source>All conditions must hold anyway: leave {word} out. For the word itself, write {exact}.</source>
        <translation>Es müssen ohnehin alle Bedingungen gelten: Lassen Sie {word} weg. Für das Wort selbst schreiben Sie {exact}.</translation>
    </message>
    <message>
        <source>All conditions must hold; there is no OR. Search for one after the other. For the text itself, write {exact}.</source>
        <translation>Es müssen alle Bedingungen gelten; ein Oder gibt es nicht. Suchen Sie nacheinander. Für den Text selbst schreiben Sie {exact}.</translation>
    </message>
    <message>
        <source>Turn a condition round by a minus sign, such as -genre:jazz. For the word itself, write {exact}.</source>
        <translation>Kehren Sie eine Bedingung durch ein Minus um, etwa -genre:jazz. Für das Wort selbst schreiben Sie {exact}.</translation>
    </message>
    <message>
        <source>“{field}” cannot be compared. Write {right}.</source>
        <translation>„{field}“ lässt sich nicht vergleichen. Schreiben Sie {right}.</translation>
    </message>
    <message>
        <source>Say what is compared, without spaces, such as {example}. For the text itself, write {exact}.</source>
        <translation>Sagen Sie ohne Leerzeichen, was verglichen wird, etwa {example}. Für den Text selbst schreiben Sie {exact}.</translation>
    </message>
    <message>
        <source>There is no status “{value}”. There are: {choices}.</source>
        <translation>Einen Status „{value}“ gibt es nicht. Es gibt: {choices}.</translation>
    </message>
    <message>
        <source>This quotation mark has no partner. Add one where the text ends.</source>
        <translation>Dieses Anführungszeichen hat kein Gegenstück. Ergänzen Sie es, wo der Text endet.</translation>
    </message>
    <message>
        <source>{low} is more than {high}. Write {right}.</source>
        <translation>{low} ist mehr als {high}. Schreiben Sie {right}.</translation>
    </message>
    <message>
        <source>Say from where to where. Write {above}, {below} or {between}.</source>
        <translation>Sagen Sie, von wo bis wo. Schreiben Sie {above}, {below} oder {between}.</translation>
    </message>
    <message>
        <source>“{value}” is no year. Did you mean {right}?</source>
        <translation>„{value}“ ist kein Jahr. Meinten Sie {right}?</translation>
    </message>
    <message>
        <source>“{value}” is no number for {field}. Write, for example, {example}.</source>
        <translation>„{value}“ ist keine Zahl für {field}. Schreiben Sie zum Beispiel {example}.</translation>
    </message>
    <message>
        <source>A number for {field} is 1 at most. Write {example}, or {likely}.</source>
        <translation>Eine Zahl für {field} ist höchstens 1. Schreiben Sie {example} oder {likely}.</translation>
    </message>
</context>
<context>
    <name>QueryHelp</name>
    <message>
        <source>Search help</source>
        <translation>Hilfe zur Suche</translation>
    </message>
    <message>
        <source>Everything you write must be true of a track.</source>
        <translation>Alles, was Sie schreiben, muss auf einen Titel zutreffen.</translation>
    </message>
    <message>
        <source>Fields: title, artist, album, path, genre, mood, instrument, tag, year, length, score, valence, arousal, status</source>
        <translation>Felder: title, artist, album, path, genre, mood, instrument, tag, year, length, score, valence, arousal, status</translation>
    </message>
</context>
<context>
    <name>QueryLine</name>
    <message>
        <source>Search: words, genre:jazz, score&gt;0.8</source>
        <translation>Suche: Wörter, genre:jazz, score&gt;0.8</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>1 track</source>
        <translation>1 Titel</translation>
    </message>
    <message>
        <source>{0} tracks</source>
        <translation>{0} Titel</translation>
    </message>
</context>
<context>
    <name>Readiness</name>
    <message>
        <source>Write tags ({0})</source>
        <translation>Tags schreiben ({0})</translation>
    </message>
    <message>
        <source>Write tags</source>
        <translation>Tags schreiben</translation>
    </message>
    <message>
        <source>1 file was left as it was before; see Failed.</source>
        <translation>1 Datei blieb zuvor, wie sie war; siehe „Gescheitert“.</translation>
    </message>
    <message>
        <source>{0} files were left as they were before; see Failed.</source>
        <translation>{0} Dateien blieben zuvor, wie sie waren; siehe „Gescheitert“.</translation>
    </message>
</context>
<context>
    <name>Reviewing</name>
    <message>
        <source>“{0}” takes no tags: {1}</source>
        <translation>„{0}“ nimmt keine Tags an: {1}</translation>
    </message>
    <message>
        <source>{0} of the selected files take no tags; see Failed for the reasons.</source>
        <translation>{0} der ausgewählten Dateien nehmen keine Tags an; die Gründe stehen unter „Gescheitert“.</translation>
    </message>
    <message>
        <source>That is for at most {0} tracks at once.</source>
        <translation>Das geht für höchstens {0} Titel auf einmal.</translation>
    </message>
    <message>
        <source>None of the selected tracks failed.</source>
        <translation>Keiner der gewählten Titel ist gescheitert.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>Saved</name>
    <message>
        <source>“{0}” searches for this from now on.</source>
        <translation>„{0}“ sucht von nun an danach.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The search “{0}” was deleted.</source>
        <translation>Die Suche „{0}“ wurde gelöscht.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Listens to your music; the one shipped unless you choose.</source>
        <translation>Hört Ihre Musik; das mitgelieferte, wenn Sie keines wählen.</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>A graphics card is many times faster; without one the processor is used.</source>
        <translation>Eine Grafikkarte ist um ein Vielfaches schneller; ohne sie rechnet der Prozessor.</translation>
    </message>
    <message>
        <source>Graphics card where there is one</source>
        <translation>Grafikkarte, wo es eine gibt</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>Listen to</source>
        <translation>Gehört wird</translation>
    </message>
    <message>
        <source>More is surer and slower. Tracks heard with less are heard again at the next Analyze.</source>
        <translation>Mehr ist sicherer und langsamer. Mit weniger gehörte Titel werden beim nächsten Analysieren erneut gehört.</translation>
    </message>
    <message>
        <source>Fast: 8 excerpts</source>
        <translation>Schnell: 8 Ausschnitte</translation>
    </message>
    <message>
        <source>Balanced: 16 excerpts</source>
        <translation>Ausgewogen: 16 Ausschnitte</translation>
    </message>
    <message>
        <source>The whole track</source>
        <translation>Der ganze Titel</translation>
    </message>
    <message>
        <source>Genres</source>
        <translation>Genres</translation>
    </message>
    <message>
        <source>Careful suggests fewer genres, and errs less often.</source>
        <translation>Vorsichtig schlägt weniger Genres vor und irrt seltener.</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Careful</source>
        <translation>Vorsichtig</translation>
    </message>
    <message>
        <source>Moods</source>
        <translation>Stimmungen</translation>
    </message>
    <message>
        <source>Careful suggests fewer moods, and errs less often.</source>
        <translation>Vorsichtig schlägt weniger Stimmungen vor und irrt seltener.</translation>
    </message>
    <message>
        <source>Instruments</source>
        <translation>Instrumente</translation>
    </message>
    <message>
        <source>Careful suggests fewer instruments, and errs less often.</source>
        <translation>Vorsichtig schlägt weniger Instrumente vor und irrt seltener.</translation>
    </message>
    <message>
        <source>Most genres</source>
        <translation>Höchstens so viele Genres</translation>
    </message>
    <message>
        <source>Only the best are suggested; 0 asks for none.</source>
        <translation>Nur die besten werden vorgeschlagen; 0 verlangt keines.</translation>
    </message>
    <message>
        <source>Most moods</source>
        <translation>Höchstens so viele Stimmungen</translation>
    </message>
    <message>
        <source>Most instruments</source>
        <translation>Höchstens so viele Instrumente</translation>
    </message>
    <message>
        <source>Accepted tags</source>
        <translation>Angenommene Tags</translation>
    </message>
    <message>
        <source>What happens to the values of a field. Genres like “Other” always give way to real ones.</source>
        <translation>Was mit den Werten eines Feldes geschieht. Genres wie „Other“ weichen immer echten.</translation>
    </message>
    <message>
        <source>Add to what is there</source>
        <translation>Zum Vorhandenen hinzufügen</translation>
    </message>
    <message>
        <source>Fill empty fields only</source>
        <translation>Nur leere Felder füllen</translation>
    </message>
    <message>
        <source>Replace what is there</source>
        <translation>Das Vorhandene ersetzen</translation>
    </message>
    <message>
        <source>New ID3 tags</source>
        <translation>Neue ID3-Tags</translation>
    </message>
    <message>
        <source>For files without one; a file that has an ID3 tag keeps its version.</source>
        <translation>Für Dateien ohne; eine Datei mit ID3-Tag behält dessen Version.</translation>
    </message>
    <message>
        <source>Version 2.4</source>
        <translation>Version 2.4</translation>
    </message>
    <message>
        <source>Version 2.3, for old players</source>
        <translation>Version 2.3, für alte Abspielgeräte</translation>
    </message>
    <message>
        <source>Keep the modification time</source>
        <translation>Änderungszeit behalten</translation>
    </message>
    <message>
        <source>Files look unchanged to what sorts by time; backups may then pass over them.</source>
        <translation>Für alles, was nach Zeit sortiert, sehen Dateien unverändert aus; Sicherungen übergehen sie dann vielleicht.</translation>
    </message>
    <message>
        <source>Write where tags come from</source>
        <translation>Herkunft der Tags schreiben</translation>
    </message>
    <message>
        <source>Adds a field TAGGER_PROVENANCE: program, model, date and scores. Undo removes it.</source>
        <translation>Fügt ein Feld TAGGER_PROVENANCE hinzu: Programm, Modell, Datum und Werte. Rückgängig entfernt es.</translation>
    </message>
    <message>
        <source>Files with several names</source>
        <translation>Dateien mit mehreren Namen</translation>
    </message>
    <message>
        <source>A safe write gives a file a new body, which would separate hard links.</source>
        <translation>Sicheres Schreiben gibt einer Datei einen neuen Körper, was harte Links trennen würde.</translation>
    </message>
    <message>
        <source>Leave them as they are</source>
        <translation>So lassen, wie sie sind</translation>
    </message>
    <message>
        <source>Write them in place</source>
        <translation>An Ort und Stelle schreiben</translation>
    </message>
    <message>
        <source>Own words</source>
        <translation>Eigene Wörter</translation>
    </message>
    <message>
        <source>What a tag is called in your files.</source>
        <translation>Wie ein Tag in Ihren Dateien heißt.</translation>
    </message>
    <message>
        <source>Ignored tags</source>
        <translation>Übergangene Tags</translation>
    </message>
    <message>
        <source>Tags that are never suggested.</source>
        <translation>Tags, die nie vorgeschlagen werden.</translation>
    </message>
    <message>
        <source>Only these tags</source>
        <translation>Nur diese Tags</translation>
    </message>
    <message>
        <source>Where there is a list, nothing else is suggested.</source>
        <translation>Wo eine Liste steht, wird nichts anderes vorgeschlagen.</translation>
    </message>
    <message>
        <source>Tracks start to play</source>
        <translation>Titel beginnen</translation>
    </message>
    <message>
        <source>Where the suggested tags are strongest you hear at once whether they are right.</source>
        <translation>Wo die vorgeschlagenen Tags am stärksten sind, hören Sie sofort, ob sie stimmen.</translation>
    </message>
    <message>
        <source>Where the tags are strongest</source>
        <translation>Wo die Tags am stärksten sind</translation>
    </message>
    <message>
        <source>At their beginning</source>
        <translation>An ihrem Anfang</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Loudness of playback in percent.</source>
        <translation>Lautstärke der Wiedergabe in Prozent.</translation>
    </message>
    <message>
        <source>Sound device</source>
        <translation>Tonausgabe</translation>
    </message>
    <message>
        <source>What plays; empty is the system&apos;s choice.</source>
        <translation>Worauf gespielt wird; leer ist die Wahl des Systems.</translation>
    </message>
    <message>
        <source>Look for changes at the start</source>
        <translation>Beim Start nach Änderungen sehen</translation>
    </message>
    <message>
        <source>Finds what was added, retagged, moved or removed in the library&apos;s folders meanwhile.</source>
        <translation>Findet, was inzwischen in den Ordnern der Bibliothek hinzukam, umgetaggt, bewegt oder entfernt wurde.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Like the desktop goes along when that turns dark or light, or to high contrast.</source>
        <translation>Wie die Arbeitsfläche: Das Fenster geht mit, wenn diese dunkel, hell oder kontrastreich wird.</translation>
    </message>
    <message>
        <source>Like the desktop</source>
        <translation>Wie die Arbeitsfläche</translation>
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
        <source>The language of the window, from its next start on.</source>
        <translation>Die Sprache des Fensters, ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>As a share of the desktop&apos;s own text size.</source>
        <translation>Im Verhältnis zur Textgröße der Arbeitsfläche.</translation>
    </message>
    <message>
        <source>90 %</source>
        <translation>90 %</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>110 %</source>
        <translation>110 %</translation>
    </message>
    <message>
        <source>125 %</source>
        <translation>125 %</translation>
    </message>
    <message>
        <source>150 %</source>
        <translation>150 %</translation>
    </message>
    <message>
        <source>175 %</source>
        <translation>175 %</translation>
    </message>
    <message>
        <source>200 %</source>
        <translation>200 %</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Stronger lines and text, on plain black or white.</source>
        <translation>Kräftigere Linien und Schrift, auf reinem Schwarz oder Weiß.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys of actions, where they are not the usual ones.</source>
        <translation>Tasten von Aktionen, wo sie nicht die üblichen sind.</translation>
    </message>
</context>
<context>
    <name>ShelfMenu</name>
    <message>
        <source>Search again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Rename	F2</source>
        <translation>Umbenennen	F2</translation>
    </message>
    <message>
        <source>Delete	Del</source>
        <translation>Löschen	Entf</translation>
    </message>
    <message>
        <source>Look through again</source>
        <translation>Erneut durchsehen</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>In der Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Stop watching “{0}”…</source>
        <translation>„{0}“ nicht mehr beobachten …</translation>
    </message>
</context>
<context>
    <name>ShelfTree</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>1 track</source>
        <translation>1 Titel</translation>
    </message>
    <message>
        <source>{0} tracks</source>
        <translation>{0} Titel</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Searches</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Decade</source>
        <translation>Jahrzehnt</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Rejected or complete</source>
        <translation>Abgelehnt, fertig</translation>
    </message>
    <message>
        <source>Changed outside</source>
        <translation>Anderswo geändert</translation>
    </message>
    <message>
        <source>Not heard yet</source>
        <translation>Noch nicht gehört</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlend</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>All tracks</source>
        <translation>Alle Titel</translation>
    </message>
    <message>
        <source>Show all {0}</source>
        <translation>Alle {0} zeigen</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>1 track is missing</source>
        <translation>1 Titel fehlt</translation>
    </message>
    <message>
        <source>{0} tracks are missing</source>
        <translation>{0} Titel fehlen</translation>
    </message>
    <message>
        <source>1 track is offline</source>
        <translation>1 Titel ist nicht verbunden</translation>
    </message>
    <message>
        <source>{0} tracks are offline</source>
        <translation>{0} Titel sind nicht verbunden</translation>
    </message>
    <message>
        <source>{0}s</source>
        <translation>{0}er</translation>
    </message>
</context>
<context>
    <name>SoundControls</name>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>No sound device</source>
        <translation>Keine Tonausgabe</translation>
    </message>
    <message>
        <source>No sound device was found: tracks play silently.</source>
        <translation>Keine Tonausgabe gefunden: Titel werden stumm gespielt.</translation>
    </message>
    <message>
        <source>Sound device</source>
        <translation>Tonausgabe</translation>
    </message>
    <message>
        <source>The system&apos;s choice</source>
        <translation>Die Wahl des Systems</translation>
    </message>
    <message>
        <source>Volume {0} %</source>
        <translation>Lautstärke {0} %</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>1 track</source>
        <translation>1 Titel</translation>
    </message>
    <message>
        <source>{0} tracks</source>
        <translation>{0} Titel</translation>
    </message>
    <message>
        <source>{0} of {1} tracks</source>
        <translation>{0} von {1} Titeln</translation>
    </message>
    <message>
        <source>{0} · {1} not heard yet</source>
        <translation>{0} · {1} noch nicht gehört</translation>
    </message>
    <message>
        <source>{0} · {1} heard by another model: Analyze hears them again</source>
        <translation>{0} · {1} von einem anderen Modell gehört: Analysieren hört sie erneut</translation>
    </message>
</context>
<context>
    <name>Steering</name>
    <message>
        <source>Stop reading; what was read stays in the library</source>
        <translation>Nicht weiterlesen; was gelesen wurde, bleibt in der Bibliothek</translation>
    </message>
    <message>
        <source>Stop deciding; what was decided stays so</source>
        <translation>Nicht weiter entscheiden; was entschieden wurde, bleibt es</translation>
    </message>
    <message>
        <source>Stop after this file; the others can be undone later</source>
        <translation>Nach dieser Datei anhalten; die übrigen können später zurückgenommen werden</translation>
    </message>
    <message>
        <source>Stop after this file; the others can be written later</source>
        <translation>Nach dieser Datei anhalten; die übrigen können später geschrieben werden</translation>
    </message>
</context>
<context>
    <name>TagEntry</name>
    <message>
        <source>Category of the tag to add</source>
        <translation>Kategorie des neuen Tags</translation>
    </message>
    <message>
        <source>Add a tag…</source>
        <translation>Tag hinzufügen …</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>Tag hinzufügen</translation>
    </message>
    <message>
        <source>In place of {0}</source>
        <translation>An Stelle von {0}</translation>
    </message>
    <message>
        <source>new tag</source>
        <translation>neues Tag</translation>
    </message>
    <message>
        <source>1 track</source>
        <translation>1 Titel</translation>
    </message>
    <message>
        <source>{0} tracks</source>
        <translation>{0} Titel</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>No track is chosen.</source>
        <translation>Kein Titel ist gewählt.</translation>
    </message>
    <message>
        <source>not heard here</source>
        <translation>hier nicht gehört</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Main</source>
        <translation>Haupt</translation>
    </message>
    <message>
        <source>What can be searched for</source>
        <translation>Wonach gesucht werden kann</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Analyze</source>
        <translation>Analysieren</translation>
    </message>
    <message>
        <source>Listen to all tracks that were not heard yet</source>
        <translation>Alle noch nicht gehörten Titel anhören</translation>
    </message>
    <message>
        <source>Listen later; what was heard is kept</source>
        <translation>Später weiterhören; was gehört wurde, bleibt gespeichert</translation>
    </message>
</context>
<context>
    <name>TrackTable</name>
    <message>
        <source>Tracks</source>
        <translation>Titel</translation>
    </message>
</context>
<context>
    <name>VocabularyPage</name>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Find a tag…</source>
        <translation>Tag suchen …</translation>
    </message>
    <message>
        <source>Find a tag</source>
        <translation>Tag suchen</translation>
    </message>
    <message>
        <source>Tags, and what they are called in files</source>
        <translation>Tags, und wie sie in Dateien heißen</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>Vorschlagen</translation>
    </message>
    <message>
        <source>In your files</source>
        <translation>In Ihren Dateien</translation>
    </message>
    <message>
        <source>Suggest the ticked tags only, whatever model listens</source>
        <translation>Nur die angekreuzten Tags vorschlagen, welches Modell auch hört</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Alle ankreuzen</translation>
    </message>
    <message>
        <source>Untick all</source>
        <translation>Keines ankreuzen</translation>
    </message>
    <message>
        <source>Untick a tag that you never want to be asked about. Double-click the second column to give a tag the name that it is to have in your files.</source>
        <translation>Nehmen Sie einem Tag das Häkchen, nach dem Sie nie gefragt werden wollen. Ein Doppelklick in die zweite Spalte gibt einem Tag den Namen, den es in Ihren Dateien haben soll.</translation>
    </message>
    <message>
        <source>Accepting all of the current track</source>
        <translation>Alles am aktuellen Titel anzunehmen</translation>
    </message>
    <message>
        <source>No track that was heard is chosen in the window.</source>
        <translation>Im Fenster ist kein gehörter Titel gewählt.</translation>
    </message>
    <message>
        <source>would change nothing in its file.</source>
        <translation>würde nichts in seiner Datei ändern.</translation>
    </message>
</context>
<context>
    <name>Watching</name>
    <message>
        <source>No file is missing.</source>
        <translation>Keine Datei fehlt.</translation>
    </message>
    <message>
        <source>Forget 1 missing track?</source>
        <translation>1 fehlenden Titel vergessen?</translation>
    </message>
    <message>
        <source>Forget {0} missing tracks?</source>
        <translation>{0} fehlende Titel vergessen?</translation>
    </message>
    <message>
        <source>Forget missing tracks</source>
        <translation>Fehlende Titel vergessen</translation>
    </message>
    <message>
        <source>Their decisions and their history are deleted and cannot be brought back. Tracks whose file only moved are found again without this: look for changes with the folder they moved to.</source>
        <translation>Ihre Entscheidungen und ihre Geschichte werden gelöscht und lassen sich nicht wiederherstellen. Titel, deren Datei nur umgezogen ist, werden auch so wiedergefunden: Sehen Sie mit dem Ordner, in den sie zogen, nach Änderungen.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Stop watching “{0}”?</source>
        <translation>„{0}“ nicht mehr beobachten?</translation>
    </message>
    <message>
        <source>What is added, changed or removed there is not looked for any more. The files stay as they are.</source>
        <translation>Was dort hinzukommt, sich ändert oder verschwindet, wird nicht mehr gesucht. Die Dateien bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Also forget its track, with decisions and history</source>
        <translation>Auch seinen Titel vergessen, samt Entscheidungen und Verlauf</translation>
    </message>
    <message>
        <source>Also forget its {0} tracks, with decisions and history</source>
        <translation>Auch seine {0} Titel vergessen, samt Entscheidungen und Verlauf</translation>
    </message>
    <message>
        <source>“{0}” is not watched any more. Add it again to change that.</source>
        <translation>„{0}“ wird nicht mehr beobachtet. Fügen Sie den Ordner wieder hinzu, um das zu ändern.</translation>
    </message>
</context>
<context>
    <name>Whereabouts</name>
    <message>
        <source>Took back: {0}</source>
        <translation>Zurückgenommen: {0}</translation>
    </message>
    <message>
        <source>Done again: {0}</source>
        <translation>Wiederholt: {0}</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>No music was found there.</source>
        <translation>Dort wurde keine Musik gefunden.</translation>
    </message>
    <message>
        <source>1 file there has no name of music, such as .mp3 or .flac.</source>
        <translation>1 Datei dort hat keinen Namen von Musik wie .mp3 oder .flac.</translation>
    </message>
    <message>
        <source>{0} files there have no name of music, such as .mp3 or .flac.</source>
        <translation>{0} Dateien dort haben keinen Namen von Musik wie .mp3 oder .flac.</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>Nichts hat sich geändert.</translation>
    </message>
</context>
<context>
    <name>_ModelLine</name>
    <message>
        <source>{0} · listens now</source>
        <translation>{0} · hört jetzt zu</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>not sure</source>
        <translation>nicht sicher</translation>
    </message>
    <message>
        <source>Show {0} more</source>
        <translation>{0} weitere zeigen</translation>
    </message>
    <message>
        <source>How pleasant (valence) and how lively (arousal) the music feels, from 0 to 1, with 0.5 in the middle of the music that the model learned from; both follow from the moods it hears and are never written.</source>
        <translation>Wie angenehm (Valenz) und wie lebhaft (Aktivierung) die Musik wirkt, von 0 bis 1, mit 0,5 in der Mitte der Musik, an der das Modell gelernt hat; beides folgt aus den gehörten Stimmungen und wird nie geschrieben.</translation>
    </message>
    <message>
        <source>not heard yet</source>
        <translation>noch nicht gehört</translation>
    </message>
    <message>
        <source>nothing new</source>
        <translation>nichts Neues</translation>
    </message>
    <message>
        <source>Write will change</source>
        <translation>Schreiben ändert</translation>
    </message>
    <message>
        <source>Nothing yet. Accept a tag first.</source>
        <translation>Noch nichts. Nehmen Sie zuerst ein Tag an.</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>this track</source>
        <translation>dieser Titel</translation>
    </message>
    <message>
        <source>Sounds like “{0}”</source>
        <translation>Klingt wie „{0}“</translation>
    </message>
    <message>
        <source>same audio</source>
        <translation>gleicher Ton</translation>
    </message>
    <message>
        <source>{0} · {1}</source>
        <translation>{0} · {1}</translation>
    </message>
    <message>
        <source>in file</source>
        <translation>in Datei</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>Accept {0}</source>
        <translation>{0} annehmen</translation>
    </message>
    <message>
        <source>Reject {0}</source>
        <translation>{0} ablehnen</translation>
    </message>
    <message>
        <source>Keep {0} as it is</source>
        <translation>{0} lassen, wie es ist</translation>
    </message>
    <message>
        <source>Remove {0} from the file</source>
        <translation>{0} aus der Datei entfernen</translation>
    </message>
    <message>
        <source>A double click or F2 changes it, Del removes it</source>
        <translation>Ein Doppelklick oder F2 ändert es, Entf entfernt es</translation>
    </message>
    <message>
        <source>A double click or F2 changes it</source>
        <translation>Ein Doppelklick oder F2 ändert es</translation>
    </message>
    <message>
        <source>The model is not reliable about this tag and never suggests it.</source>
        <translation>Bei diesem Tag ist das Modell nicht verlässlich und schlägt es nie vor.</translation>
    </message>
    <message>
        <source>Suggested from {0} on</source>
        <translation>Ab {0} vorgeschlagen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>Künstler</translation>
    </message>
    <message>
        <source>Album</source>
        <translation>Album</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>Genre</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Jahr</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation>gescheitert: {0}</translation>
    </message>
    <message>
        <source>accepted, not yet written</source>
        <translation>angenommen, noch nicht geschrieben</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>zu prüfen</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>changed by another program</source>
        <translation>von einem anderen Programm geändert</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>file is missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>its disk is not there</source>
        <translation>ihr Datenträger ist nicht da</translation>
    </message>
    <message>
        <source>State: {0}</source>
        <translation>Zustand: {0}</translation>
    </message>
    <message>
        <source>{0}: none</source>
        <translation>{0}: keine</translation>
    </message>
    <message>
        <source>{0}: none, the model is not sure</source>
        <translation>{0}: keine, das Modell ist nicht sicher</translation>
    </message>
    <message>
        <source>Track no.</source>
        <translation>Titelnr.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>{0}, came with the program</source>
        <translation>{0}, mitgeliefert</translation>
    </message>
    <message>
        <source>Known failures</source>
        <translation>Bekannte Fehler</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0} ({1} bis {2})</translation>
    </message>
    <message>
        <source>“{0}”</source>
        <translation>„{0}“</translation>
    </message>
    <message>
        <source>accept of 1 tag</source>
        <translation>Annehmen von 1 Tag</translation>
    </message>
    <message>
        <source>accept of {0} tags</source>
        <translation>Annehmen von {0} Tags</translation>
    </message>
    <message>
        <source>reject of 1 tag</source>
        <translation>Ablehnen von 1 Tag</translation>
    </message>
    <message>
        <source>reject of {0} tags</source>
        <translation>Ablehnen von {0} Tags</translation>
    </message>
    <message>
        <source>reset of 1 tag</source>
        <translation>Zurücksetzen von 1 Tag</translation>
    </message>
    <message>
        <source>reset of {0} tags</source>
        <translation>Zurücksetzen von {0} Tags</translation>
    </message>
    <message>
        <source>adding of 1 tag</source>
        <translation>Hinzufügen von 1 Tag</translation>
    </message>
    <message>
        <source>adding of {0} tags</source>
        <translation>Hinzufügen von {0} Tags</translation>
    </message>
    <message>
        <source>{0} tags</source>
        <translation>{0} Tags</translation>
    </message>
    <message>
        <source>1 tag</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>1 track</source>
        <translation>1 Titel</translation>
    </message>
    <message>
        <source>{0} tracks</source>
        <translation>{0} Titel</translation>
    </message>
    <message>
        <source>{0} ms of one core for a track (8 excerpts)</source>
        <translation>{0} ms eines Kerns für einen Titel (8 Ausschnitte)</translation>
    </message>
    <message>
        <source>No track is chosen.</source>
        <translation>Kein Titel ist gewählt.</translation>
    </message>
    <message>
        <source>The file is missing.</source>
        <translation>Die Datei fehlt.</translation>
    </message>
    <message>
        <source>The disk or folder of this file is not there now.</source>
        <translation>Das Laufwerk oder der Ordner dieser Datei ist gerade nicht da.</translation>
    </message>
    <message>
        <source>This file cannot be played: {0}</source>
        <translation>Diese Datei kann nicht abgespielt werden: {0}</translation>
    </message>
    <message>
        <source>both words, anywhere: title, artist, album, path, tags</source>
        <translation>beide Wörter, irgendwo: Titel, Künstler, Album, Pfad, Tags</translation>
    </message>
    <message>
        <source>In English: {0}</source>
        <translation>Auf Englisch: {0}</translation>
    </message>
    <message>
        <source>every open suggestion in this view</source>
        <translation>jeder offene Vorschlag dieser Ansicht</translation>
    </message>
    <message>
        <source>every open suggestion on the selected tracks</source>
        <translation>jeder offene Vorschlag der gewählten Titel</translation>
    </message>
    <message>
        <source>putting off of 1 track</source>
        <translation>Zurückstellen von 1 Titel</translation>
    </message>
    <message>
        <source>putting off of {0} tracks</source>
        <translation>Zurückstellen von {0} Titeln</translation>
    </message>
</context>
</TS>
