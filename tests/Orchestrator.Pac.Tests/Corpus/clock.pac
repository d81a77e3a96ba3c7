function FindProxyForURL(url, host) {
    var now = new Date();
    switch (host.split(".")[0]) {
        case "weekday": return weekdayRange("MON", "FRI") ? "PROXY work:1" : "PROXY free:1";
        case "weekend": return weekdayRange("SAT", "SUN") ? "PROXY free:1" : "PROXY work:1";
        case "round": return weekdayRange("FRI", "MON") ? "PROXY round:1" : "DIRECT";
        case "oneday": return weekdayRange("WED") ? "PROXY wed:1" : "DIRECT";
        case "gmtday": return weekdayRange("WED", "GMT") ? "PROXY wed:1" : "DIRECT";
        case "gmtdays": return weekdayRange("TUE", "THU", "GMT") ? "PROXY mid:1" : "DIRECT";
        case "badday": return weekdayRange("Wednesday") ? "PROXY no:1" : "DIRECT";
        case "hour": return timeRange(10) ? "PROXY ten:1" : "DIRECT";
        case "gmthour": return timeRange(8, "GMT") ? "PROXY eight:1" : "DIRECT";
        case "hours": return timeRange(8, 20) ? "PROXY day:1" : "DIRECT";
        case "minutes": return timeRange(8, 30, 17, 15) ? "PROXY office:1" : "DIRECT";
        case "seconds": return timeRange(10, 15, 29, 10, 15, 31) ? "PROXY now:1" : "DIRECT";
        case "gmtseconds": return timeRange(8, 15, 30, 8, 15, 30, "GMT") ? "PROXY now:1" : "DIRECT";
        case "texthours": return timeRange("8", "20") ? "PROXY day:1" : "DIRECT";
        case "own": return "PROXY h" + now.getHours() + "m" + now.getMinutes() + "d" + now.getDay() + ":1";
        case "utc": return "PROXY h" + now.getUTCHours() + "y" + now.getUTCFullYear() + "n" + now.getUTCMonth() + ":1";
        case "last": return timeRange(8, 10) ? "PROXY inclusive:1" : "DIRECT";
        case "night": return timeRange(22, 0, 11, 0) ? "PROXY night:1" : "DIRECT";
        default: return "DIRECT";
    }
}
