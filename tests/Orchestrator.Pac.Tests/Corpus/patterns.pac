var rules = [
    ["*.lab.example", "1"], ["www.*.example", "2"], ["*://ftp.*", "3"], ["https://*/secret/*", "4"], ["host-?.example", "5"],
    ["host-??.example", "6"], ["a*b*c.example", "7"], ["*.exampl?", "8"], ["10.1.*", "9"], ["*(red|blue).test", "10"], ["[xyz]*.test", "11"],
    ["*[+]plus.test", "12"], ["exact.test", "13"], ["*.TEST", "14"], ["", "15"], ["*-*-*.test", "16"], ["**double**.test", "17"], ["*", "rest"]
];
function FindProxyForURL(url, host) {
    for (var i = 0; i < rules.length; i++)
        if (shExpMatch(host, rules[i][0]) || shExpMatch(url, rules[i][0]))
            return "PROXY p" + rules[i][1] + ".lab.example:3128";
    return "DIRECT";
}
