/* Grown over the years. */
var p1 = "PROXY px1.corp.example:8080", p2 = "PROXY px2.corp.example:8080";
var both = p1 + "; " + p2, none = "DIRECT";

var blocked = {
    "juniper37.garnet.example": 1,
    "kestrel89.maple.invalid": 1,
    "nectar45.falcon.invalid": 1,
    "ember91.indigo.example": 1,
    "indigo52.maple.test": 1,
    "xenon77.pepper.lab.example": 1,
    "pepper71.pepper.invalid": 1,
    "saffron93.xenon.invalid": 1,
    "juniper69.falcon.corp.example": 1,
    "saffron35.zephyr.lab.example": 1,
    "xenon98.juniper.test": 1,
    "xenon64.onyx.corp.example": 1,
    "falcon65.saffron.invalid": 1,
    "walnut66.onyx.example": 1,
    "kestrel18.kestrel.lab.example": 1,
    "onyx79.juniper.invalid": 1,
    "zephyr21.harbor.invalid": 1,
    "pepper96.yarrow.invalid": 1,
    "indigo73.atlas.invalid": 1,
    "atlas38.nectar.invalid": 1,
    "violet43.lagoon.test": 1,
    "tundra29.pepper.invalid": 1,
    "yarrow19.kestrel.corp.example": 1,
    "juniper67.juniper.invalid": 1,
    "falcon59.raven.lab.example": 1,
    "ember3.garnet.lab.example": 1,
    "yarrow22.ember.invalid": 1,
    "juniper39.umber.test": 1,
    "indigo93.ember.example": 1,
    "onyx37.umber.lab.example": 1,
    "atlas48.raven.invalid": 1,
    "walnut87.raven.invalid": 1,
    "atlas77.ember.invalid": 1,
    "lagoon67.atlas.lab.example": 1,
    "yarrow52.harbor.invalid": 1,
    "beacon87.maple.lab.example": 1,
    "zephyr5.kestrel.invalid": 1,
    "falcon75.maple.test": 1,
    "raven72.zephyr.corp.example": 1,
    "onyx53.violet.test": 1,
    "walnut41.indigo.example": 1,
    "raven60.cedar.test": 1,
    "violet63.nectar.lab.example": 1,
    "umber90.falcon.test": 1,
    "tundra89.pepper.example": 1,
    "zephyr26.juniper.lab.example": 1,
    "violet4.raven.corp.example": 1,
    "yarrow52.delta.corp.example": 1,
    "harbor53.atlas.example": 1,
    "indigo52.zephyr.corp.example": 1,
    "quartz34.pepper.lab.example": 1,
    "falcon59.indigo.example": 1,
    "garnet5.violet.lab.example": 1,
    "garnet19.violet.corp.example": 1,
    "onyx52.violet.example": 1,
    "quartz61.yarrow.example": 1,
    "ember33.cedar.invalid": 1,
    "umber13.umber.invalid": 1,
    "atlas79.umber.lab.example": 1,
    "tundra41.quartz.example": 1,
    "last.example": 1
};
function isBlocked(host) { return Object.prototype.hasOwnProperty.call(blocked, host); }
function FindProxyForURL(url, host) {
    host = host.toLowerCase();
    url = url.toLowerCase();
    if (isPlainHostName(host) || host == "127.0.0.1") return none;
    if (isBlocked(host)) return "PROXY blackhole.corp.example:9";
    if (shExpMatch(host, "*.beacon36.umber.invalid") ||
        shExpMatch(host, "*.atlas42.atlas.test") ||
        shExpMatch(host, "*.beacon23.indigo.test") ||
        shExpMatch(host, "*.umber7.kestrel.example") ||
        shExpMatch(host, "*.zephyr49.tundra.example") ||
        shExpMatch(host, "*.violet91.beacon.lab.example") ||
        shExpMatch(host, "*.zephyr69.pepper.test") ||
        shExpMatch(host, "*.raven6.falcon.example") ||
        shExpMatch(host, "*.beacon81.yarrow.lab.example") ||
        shExpMatch(host, "*.zephyr10.delta.corp.example") ||
        shExpMatch(host, "*.yarrow13.pepper.invalid") ||
        shExpMatch(host, "*.cedar1.kestrel.invalid") ||
        shExpMatch(host, "*.kestrel32.nectar.invalid") ||
        shExpMatch(host, "*.xenon70.cedar.test") ||
        shExpMatch(host, "*.maple75.lagoon.lab.example") ||
        shExpMatch(host, "*.zephyr11.falcon.test") ||
        shExpMatch(host, "*.indigo7.xenon.lab.example") ||
        shExpMatch(host, "*.onyx26.zephyr.invalid") ||
        shExpMatch(host, "*.atlas8.walnut.corp.example") ||
        shExpMatch(host, "*.garnet61.ember.corp.example") ||
        shExpMatch(host, "*.lagoon61.delta.test") ||
        shExpMatch(host, "*.harbor53.delta.corp.example") ||
        shExpMatch(host, "*.pepper99.zephyr.test") ||
        shExpMatch(host, "*.atlas18.quartz.lab.example") ||
        shExpMatch(host, "*.juniper46.zephyr.test") ||
        shExpMatch(host, "*.walnut51.harbor.example") ||
        shExpMatch(host, "*.maple96.beacon.corp.example") ||
        shExpMatch(host, "*.nectar27.falcon.example") ||
        shExpMatch(host, "*.zephyr3.atlas.corp.example") ||
        shExpMatch(host, "*.nectar80.ember.invalid") ||
        shExpMatch(host, "*.beacon68.umber.example") ||
        shExpMatch(host, "*.lagoon88.ember.lab.example") ||
        shExpMatch(host, "*.yarrow92.atlas.example") ||
        shExpMatch(host, "*.indigo84.cedar.test") ||
        shExpMatch(host, "*.raven50.onyx.example") ||
        shExpMatch(host, "*.xenon15.saffron.example") ||
        shExpMatch(host, "*.maple50.walnut.test") ||
        shExpMatch(host, "*.falcon30.harbor.test") ||
        shExpMatch(host, "*.tundra27.tundra.example") ||
        shExpMatch(host, "*.saffron91.juniper.corp.example") ||
        shExpMatch(host, "*.maple65.quartz.test") ||
        shExpMatch(host, "*.xenon13.quartz.test") ||
        shExpMatch(host, "*.yarrow75.zephyr.invalid") ||
        shExpMatch(host, "*.saffron73.ember.corp.example") ||
        shExpMatch(host, "*.onyx4.delta.lab.example") ||
        shExpMatch(host, "*.delta32.onyx.lab.example") ||
        shExpMatch(host, "*.saffron96.falcon.invalid") ||
        shExpMatch(host, "*.ember31.lagoon.corp.example") ||
        shExpMatch(host, "*.falcon13.beacon.corp.example") ||
        shExpMatch(host, "*.ember78.walnut.invalid"))
        return both;
    if (dnsDomainIs(host, ".quartz60.lagoon.test")) return p1;
    else if (host == "umber9.lagoon.invalid" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "falcon6.kestrel.test")) { return "SOCKS5 s2.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://cedar3*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".tundra73.juniper.invalid")) return p1;
    else if (host == "maple34.zephyr.example" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "yarrow94.indigo.invalid")) { return "SOCKS5 s6.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://delta6*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".quartz40.xenon.corp.example")) return p1;
    else if (host == "onyx96.falcon.invalid" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "atlas55.tundra.test")) { return "SOCKS5 s10.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://walnut*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".raven71.yarrow.invalid")) return p1;
    else if (host == "xenon14.quartz.example" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "harbor43.walnut.lab.example")) { return "SOCKS5 s14.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://indigo*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".onyx37.quartz.invalid")) return p1;
    else if (host == "pepper58.xenon.lab.example" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "quartz36.lagoon.corp.example")) { return "SOCKS5 s18.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://cedar9*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".delta94.raven.example")) return p1;
    else if (host == "delta11.saffron.lab.example" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "tundra67.kestrel.invalid")) { return "SOCKS5 s22.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://raven5*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".violet46.falcon.invalid")) return p1;
    else if (host == "pepper56.juniper.example" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "kestrel29.cedar.test")) { return "SOCKS5 s26.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://yarrow*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".tundra42.umber.invalid")) return p1;
    else if (host == "xenon15.quartz.invalid" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "walnut73.delta.example")) { return "SOCKS5 s30.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://violet*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".beacon15.nectar.test")) return p1;
    else if (host == "indigo16.pepper.invalid" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "falcon86.nectar.lab.example")) { return "SOCKS5 s34.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://harbor*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".quartz21.pepper.corp.example")) return p1;
    else if (host == "beacon91.beacon.lab.example" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "beacon81.raven.invalid")) { return "SOCKS5 s38.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://harbor*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".atlas23.tundra.test")) return p1;
    else if (host == "atlas16.walnut.corp.example" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "garnet95.ember.test")) { return "SOCKS5 s42.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://zephyr*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".pepper58.maple.corp.example")) return p1;
    else if (host == "indigo91.ember.lab.example" && url.indexOf("/admin") < 0) return both + "; " + none;
    else if (localHostOrDomainIs(host, "juniper27.saffron.lab.example")) { return "SOCKS5 s46.corp.example:1080; " + p1; }
    else if (shExpMatch(url, "*://pepper*/*.iso")) return "PROXY big.corp.example:3128";
    else if (dnsDomainIs(host, ".beacon93.xenon.invalid")) return p1;
    else if (host == "yarrow43.falcon.lab.example" && url.indexOf("/admin") < 0) return both + "; " + none;
    var addr = dnsResolve(host);
    if (addr && (isInNet(addr, "10.0.0.0", "255.0.0.0") || isInNet(addr, "192.168.0.0", "255.255.0.0"))) return none;
    return weekdayRange("MON", "FRI") ? both : p2 + "; " + p1;
}
