// What people write, friendly and not: many scripts, signs that turn the direction of a line, blanks that nobody sees, HTML.
export const names = [
  'Grace Hopper', 'Zoë Müller-Lüdenscheidt', '田中 健', 'Νίκος', 'Ольга Иванова', 'דליה כהן', 'محمد علي', '김민수', 'O\u2019Brien \u202Elanigiro\u202C',
  'Ada\u200B\u200DLovelace', '<b>Bobby</b> & "Tables"', 'a\u0001b\u007f\u0085', '\u{1F9EA} lab 7', 'e\u0301 combining', '\\back\\slash', 'tab\tand\nline', 'x',
];
export const reasons = [
  'Liquid not detected in well A1', 'Der Wagen klemmt: Fehler 0x2A', 'ピペットが動かない', 'Ошибка привода', 'שגיאה', '\u2066isolated\u2069 reason \u202E', 'a "quoted" reason + more', 'r'.repeat(500),
];
export const files = ['lists/plate-7.gwl', 'C:\\Lists\\ünit.gwl', 'протокол.csv', '\u202Etxt.exe', 'a'.repeat(250), 'log.txt'];
export const chats = ['Hello', 'Bitte Deckel schließen', '了解しました', '<script>alert(1)</script>', 'z'.repeat(2000), '\u{1F44D}'];
export const capabilities = ['view', 'control', 'send-file', 'fetch-file', 'clipboard-to', 'clipboard-from'];
