function FindProxyForURL(url, host) { return shExpMatch(host, "*+plus.test") ? "PROXY p:1" : "DIRECT"; }
