function FindProxyForURL(url, host) {
    switch (host.split(".")[0]) {
        case "day": return dateRange(4) ? "PROXY yes:1" : "DIRECT";
        case "otherday": return dateRange(5) ? "PROXY yes:1" : "DIRECT";
        case "days": return dateRange(1, 15) ? "PROXY yes:1" : "DIRECT";
        case "otherdays": return dateRange(16, 31) ? "PROXY yes:1" : "DIRECT";
        case "month": return dateRange("MAR") ? "PROXY yes:1" : "DIRECT";
        case "othermonth": return dateRange("APR") ? "PROXY yes:1" : "DIRECT";
        case "winter": return dateRange("NOV", "MAR") ? "PROXY yes:1" : "DIRECT";
        case "summer": return dateRange("JUN", "AUG") ? "PROXY yes:1" : "DIRECT";
        case "holiday": return dateRange(20, "DEC", 6, "JAN") ? "PROXY yes:1" : "DIRECT";
        case "year": return dateRange(2026) ? "PROXY yes:1" : "DIRECT";
        case "otheryear": return dateRange(1995, 1997) ? "PROXY yes:1" : "DIRECT";
        case "span": return dateRange(1, "JAN", 2026, 31, "MAR", 2026) ? "PROXY yes:1" : "DIRECT";
        case "past": return dateRange(1, "JUN", 1995, 15, "AUG", 1995, "GMT") ? "PROXY yes:1" : "DIRECT";
        case "monthyear": return dateRange("OCT", 1995, "MAR", 1996) ? "PROXY yes:1" : "DIRECT";
        default: return dateRange("SMARCH") ? "PROXY yes:1" : "DIRECT";
    }
}
