// Größe, naïve, 日本語: comments and texts in every script.
var städte = { "zürich": "PROXY zh:1", "京都": "PROXY kyoto:1" };
function FindProxyForURL(url, host) {
    var stadt = host.split(".")[0];
    if (städte.hasOwnProperty(stadt)) return städte[stadt];
    if (host.indexOf("ü") >= 0) return "PROXY umlaut:" + host.length;
    if ("\u00e9" === stadt) return "PROXY escaped:1";
    if (host.toUpperCase() === "STRASSE.EXAMPLE") return "PROXY upper:1";
    if (stadt.charCodeAt(0) > 0xd7ff) return "PROXY pair:" + stadt.length;
    return shExpMatch(host, "*é*") ? "PROXY accent:1" : "DIRECT";
}
