// What newer engines know.
function FindProxyForURL(url, host) {
    const known = { "a.example": { proxy: "PROXY known:1" } };
    return known[host]?.proxy ?? "PROXY power" + 2 ** 3 + ":1";
}
