// What the standard functions do at their edges.
function FindProxyForURL(url, host) {
    var value;
    switch (host) {
        case "q1": value = isPlainHostName(""); break;
        case "q2": value = dnsDomainIs("www.example.org", "example.org"); break;
        case "q3": value = dnsDomainIs("evilexample.org", "example.org"); break;
        case "q4": value = dnsDomainIs("example.org", "www.example.org"); break;
        case "q5": value = dnsDomainIs("WWW.example.org", "www.example.org"); break;
        case "q6": value = localHostOrDomainIs("www", "www.example.org"); break;
        case "q7": value = localHostOrDomainIs("www.example", "www.example.org"); break;
        case "q8": value = localHostOrDomainIs("ww", "www.example.org"); break;
        case "q9": value = localHostOrDomainIs("www.example.org.uk", "www.example.org"); break;
        case "q10": value = dnsDomainLevels("a.b.c.d"); break;
        case "q11": value = dnsDomainLevels(""); break;
        case "q12": value = isInNet("10.1.2.3", "10.1.0.0", "255.255.0.0"); break;
        case "q13": value = isInNet("10.1.2.3", "10.1.9.9", "255.255.0.0"); break;
        case "q14": value = isInNet("300.1.2.3", "0.0.0.0", "0.0.0.0"); break;
        case "q15": value = isInNet("nowhere.example", "0.0.0.0", "0.0.0.0"); break;
        case "q16": value = dnsResolve("nowhere.example"); break;
        case "q17": value = isResolvable("10.9.8.7"); break;
        case "q18": value = shExpMatch("a.b", "a?b"); break;
        case "q19": value = shExpMatch("aXb", "a.b"); break;
        case "q20": value = shExpMatch("a\nb", "a*b"); break;
        case "q21": value = shExpMatch("ab", "a*b*"); break;
        case "q22": value = weekdayRange("MON", "SUN"); break;
        case "q23": value = typeof convert_addr + typeof myIpAddress(); break;
        case "q24": value = isPlainHostName("::1"); break;
        case "q25": value = dnsDomainIs("a.example", ""); break;
        case "q26": value = isInNet("10.77.3.5", "10.0.3.0", "255.0.255.0"); break;
        case "q27": value = isInNet("8.1.1.1", "010.0.0.0", "255.0.0.0"); break;
        case "q28": value = timeRange(9, 11); break;
        case "q29": value = dnsDomainLevels(host) + typeof JSON.parse; break;
        case "q30": value = myIpAddress(); break;
    }
    return "PROXY " + String(value) + ":1";
}
