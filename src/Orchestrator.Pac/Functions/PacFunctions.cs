using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using Orchestrator.Pac.Sandbox;

namespace Orchestrator.Pac.Functions;

/// <summary>The twelve functions of PAC files, and an <c>alert</c> that says nothing. A script may replace them, as everywhere.</summary>
internal static class PacFunctions
{
    /// <summary>Puts them into an engine.</summary>
    public static void Put(Engine engine, PacLookups lookups, TimeProvider time)
    {
        void Add(string name, int length, Func<JsValue[], JsValue> function) =>
            engine.Global.FastSetProperty(name, new(new ClrFunction(engine, name, (_, given) => function([.. given]), length), writable: true, enumerable: true, configurable: true));

        Add("isPlainHostName", 1, given => HostFunctions.IsPlainHostName(Text(given, 0)));
        Add("dnsDomainIs", 2, given => HostFunctions.DnsDomainIs(Text(given, 0), Text(given, 1)));
        Add("localHostOrDomainIs", 2, given => HostFunctions.LocalHostOrDomainIs(Text(given, 0), Text(given, 1)));
        Add("dnsDomainLevels", 1, given => JsNumber.Create(HostFunctions.DnsDomainLevels(Text(given, 0))));
        Add("isResolvable", 1, given => lookups.Resolve(Text(given, 0)) is not null);
        Add("dnsResolve", 1, given => lookups.Resolve(Text(given, 0)) is { } address ? new JsString(address) : JsValue.Null);
        Add("isInNet", 3, given => AddressFunctions.IsInNet(Text(given, 0), Text(given, 1), Text(given, 2), lookups.Resolve));
        Add("myIpAddress", 0, _ => new JsString(lookups.OwnAddress));
        var patterns = new ShellPatterns(engine);
        Add("shExpMatch", 2, given => patterns.IsMatch(Text(given, 0), Text(given, 1)));
        Add("weekdayRange", 3, given => WeekdayRange.Holds(Texts(given), time));
        Add("dateRange", 7, given => DateRange.Holds(Texts(given), time));
        Add("timeRange", 7, given => TimeRange.Holds(Texts(given), time));
        Add("alert", 1, _ => JsValue.Undefined);
    }

    private static string Text(JsValue[] given, int index) => TypeConverter.ToString(index < given.Length ? given[index] : JsValue.Undefined);

    private static string[] Texts(JsValue[] given) => [.. given.Take(8).Select(TypeConverter.ToString)];
}
