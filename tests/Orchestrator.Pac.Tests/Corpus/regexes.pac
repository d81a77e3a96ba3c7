function FindProxyForURL(url, host) {
    url = url.toLowerCase();
    if (/^https?:\/\/([^\/:]+\.)?(docs|mail)\.google\.example(:\d+)?\//.test(url)) return "PROXY g:1";
    var m = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(host);
    if (m) return (+m[1] === 10 || (+m[1] === 172 && +m[2] >= 16 && +m[2] <= 31)) ? "DIRECT" : "PROXY ip" + m[1] + ":1";
    if (host.match(/(?:cdn|static|img)\d*\./i)) return "PROXY cdn:" + (8000 + host.length);
    if (host.search(/[^a-z0-9.\-]/i) >= 0) return "PROXY odd:1";
    if (host.replace(/(\w+)\.(\w+)$/, "$2-$1").indexOf("-") > 0 && /(?<!not)allowed/.test(host)) return "PROXY behind:1";
    return "PROXY " + host.split(/[.\-]+/).filter(function (p) { return p.length > 3; }).slice(0, 2).join("-") + ":1";
}
