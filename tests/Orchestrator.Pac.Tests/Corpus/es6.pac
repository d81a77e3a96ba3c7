const PROXIES = new Map([["basel", "10.1.0.1:3128"], ["lyon", "10.2.0.1:3128"]]);
const direct = new Set(["intranet.example", "wiki.example"]);
const endsWithAny = (text, ...ends) => ends.some(end => text.endsWith(end));
class Site {
    constructor(name, { fallback = "DIRECT" } = {}) { this.name = name; this.fallback = fallback; }
    get proxy() { return `PROXY ${PROXIES.get(this.name) || "10.9.9.9:3128"}; ${this.fallback}`; }
}
function FindProxyForURL(url, host) {
    let [first, ...rest] = host.split(".");
    if (direct.has(host)) return "DIRECT";
    if (endsWithAny(host, ".test", ".invalid")) return `SOCKS5 ${first.padStart(4, "0")}:1080`;
    if (first.includes("opt")) return Object.assign({}, { a: "PROXY opt:1" }).a;
    for (const part of rest) { if (part === "loop") continue; if (PROXIES.has(part)) return new Site(part).proxy; }
    const { length, [0]: initial } = first;
    if (length > 10) return [..."abc"].map((c, i) => `PROXY ${c}${i}:${3000 + i}`).join("; ");
    const gen = (function* () { yield "PROXY g1:1"; yield "PROXY g2:2"; })();
    return initial === "g" ? [...gen].join("; ") : new Site("none", { fallback: "PROXY last:1" }).proxy;
}
