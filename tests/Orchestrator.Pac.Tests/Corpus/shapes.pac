function FindProxyForURL(url, host) {
    switch (host.split(".")[0]) {
        case "null": return null;
        case "undefined": return undefined;
        case "nothing": return;
        case "empty": return "";
        case "number": return 42;
        case "object": return { toString: function () { return "DIRECT"; } };
        case "array": return ["DIRECT"];
        case "true": return true;
        case "throw": throw new Error("on purpose");
        case "throwtext": throw "text";
        case "reference": return notDefinedAnywhere;
        case "type": return host.nope.nope;
        case "call": return undefinedFunction(host);
        case "spaces": return "  PROXY   a:1 ;; DIRECT ; ";
        case "case": return "proxy a:1; direct";
        case "catch": try { return notDefinedAnywhere; } catch (e) { return "PROXY " + e.name + ":1"; }
        case "finally": try { return "PROXY first:1"; } finally { host = "x"; }
        case "alert": alert("seen"); return "DIRECT";
        case "arguments": return "PROXY n" + arguments.length + ":1";
        case "this": return typeof this === "object" || typeof this === "undefined" ? "DIRECT" : "PROXY odd:1";
        default: return "PROXY " + url.length + ":1";
    }
}
