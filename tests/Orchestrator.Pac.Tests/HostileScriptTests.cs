using System.Diagnostics;
using System.Text;

namespace Orchestrator.Pac.Tests;

/// <summary>Scripts that want to hold the program up, fill its memory or reach the host.</summary>
[Trait("Requirement", "R-NET-8")]
public sealed class HostileScriptTests
{
    private static readonly PacEvaluator Evaluator = new(new TableNetwork(), TimeProvider.System);

    public static TheoryData<string, string> Endless => new()
    {
        { "while (true) {}", "PAC_TIMEOUT" },
        { "for (;;);", "PAC_TIMEOUT" },
        { "try { while (true) {} } catch (e) { return 'DIRECT'; } finally { while (true) {} }", "PAC_TIMEOUT" },
        { "return { get x() { while (true) {} } }.x;", "PAC_TIMEOUT" },
        { "return new Proxy({}, { get: function () { while (true) {} } });", "" },
        { "[3, 1, 2].sort(function () { while (true) {} });", "PAC_TIMEOUT" },
        { "for (var x of (function* () { while (true) yield 1; })());", "PAC_TIMEOUT" },
        { "function again() { return again(); } return again();", "PAC_LIMIT" },
        { "function a() { return b(); } function b() { return a(); } try { a(); } catch (e) { return 'DIRECT'; }", "PAC_LIMIT" },
        { "return /^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!');", "PAC_TIMEOUT" },
        { "return new RegExp('^(a+)+$').test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!');", "PAC_TIMEOUT" },
        { "return shExpMatch('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '(a*)*(a*)*(a*)*(a*)*b');", "PAC_TIMEOUT" },
        { "var s = 'a'; for (var i = 0; i < 12; i++) s += s; return shExpMatch(s, '*a*a*a*a*a*a*a*a*a*a*a*a*b') ? 'x' : 'DIRECT';", "" },
        { "return 'x'.repeat(10 * 1024 * 1024);", "PAC_LIMIT" },
        { "return 'x'.repeat('10000000');", "PAC_LIMIT" },
        { "return 'x'.repeat({ valueOf: function () { return 1e8; } });", "PAC_LIMIT" },
        { "return 'x'.padStart(1e8);", "PAC_LIMIT" },
        { "var s = 'x'; while (true) s += s;", "PAC_" },
        { "var a = []; while (true) a.push('xxxxxxxxxxxxxxxx' + a.length);", "PAC_" },
        { "return Array(90000).join('x'.repeat(100000));", "PAC_LIMIT" },
        { "var s = 'x'.repeat(100000), a = []; for (var i = 0; i < 100; i++) a.push([s]); return a.join('');", "PAC_" },
        { "var s = 'x'.repeat(100000), a = []; for (var i = 0; i < 100; i++) a.push([s]); return String(a);", "PAC_" },
        { "var s = 'a'.repeat(100000); return s.replace(/a/g, s);", "PAC_LIMIT" },
        { "var s = 'a'.repeat(100000); return s.replaceAll('a', '$`');", "PAC_LIMIT" },
        { "var s = 'a'.repeat(100000); return /a/g[Symbol.replace](s, s);", "PAC_LIMIT" },
        { "var s = 'x'.repeat(1000000); return s.concat(s, s, s);", "PAC_LIMIT" },
        { "var s = 'x'.repeat(1000000); return encodeURIComponent(s + s);", "PAC_LIMIT" },
        { "return new RegExp('('.repeat(50000) + ')'.repeat(50000)).test('');", "PAC_LIMIT" },
        { "return new (/a/.constructor)('('.repeat(50000) + ')'.repeat(50000)).test('');", "PAC_LIMIT" },
        { "return 'a'.match('('.repeat(50000) + ')'.repeat(50000));", "PAC_LIMIT" },
        { "return Array.from({ length: 1e9 }).length + '';", "PAC_" },
        { "return new Array(1e9).join('x');", "PAC_LIMIT" },
        { "return Array.prototype.fill.call({ length: 9007199254740991 }, 1);", "PAC_" },
        { "var a = []; for (var i = 0; i < 90000; i++) a = [a]; return String(a);", "PAC_" },
        { "var x = 10n; while (true) x = x * x;", "PAC_INVALID" },
        { "return new ArrayBuffer(1e9);", "PAC_FAILED" },
        { "return new Uint8Array(1e9);", "PAC_FAILED" },
        { "return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000);", "PAC_FAILED" },
        { "return `" + string.Concat(Enumerable.Repeat("${host}", 100)) + "`;", "PAC_INVALID" },
        { "for (var i = 0; i < 30; i++) isResolvable('host' + i); return 'DIRECT';", "PAC_LIMIT" },
    };

    public static TheoryData<string> Escapes =>
    [
        "return typeof require + typeof process + typeof System + typeof importNamespace + typeof clr + typeof host1 + typeof console + typeof fetch + typeof setTimeout;",
        "return require('fs') + '';",
        "return System.IO.File.ReadAllText('/etc/passwd');",
        "return importNamespace('System').Environment.MachineName;",
        "return eval('1') + '';",
        "return (function () {}).constructor('return globalThis')() + '';",
        "return isPlainHostName.constructor('return 1')() + '';",
        "return (async function () {}).constructor('return 1')() + '';",
        "return (function* () {}).constructor('return 1')() + '';",
        "return this.constructor.constructor('return process')() + '';",
        "return dnsResolve.GetType() + '';",
        "return myIpAddress.__proto__.GetType + '';",
        "return import('fs') + '';",
        "return Object.getOwnPropertyNames(globalThis).filter(function (n) { return /^[A-Z]/.test(n) && /^(Intl|Atomics|.*Buffer|Proxy|BigInt.*|Web.*|Temporal|Worker)$/.test(n); }).join() || undefined;",
    ];

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task What_costs_too_much_is_stopped_under_a_name(string body, string code)
    {
        var begun = Stopwatch.GetTimestamp();

        var said = await SaidAsync($"function FindProxyForURL(url, host) {{ {body} }}");

        Assert.True(said.StartsWith(code, StringComparison.Ordinal), said);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(8));
        Assert.Equal("DIRECT", await SaidAsync("function FindProxyForURL(url, host) { return 'DIRECT'; }"));
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task The_host_is_out_of_reach(string body)
    {
        var said = await SaidAsync($"function FindProxyForURL(url, host) {{ {body} }}");

        Assert.True(said.StartsWith("PAC_", StringComparison.Ordinal) || said.Replace("undefined", "", StringComparison.Ordinal).Length == 0, said);
    }

    [Theory]
    [InlineData("(", ")", 100_000)]
    [InlineData("[", "]", 100_000)]
    [InlineData("{", "}", 100_000)]
    [InlineData("!", "", 200_000)]
    [InlineData("a=", "", 100_000)]
    [InlineData("1+", "", 200_000)]
    [InlineData("1?", ":1", 100_000)]
    [InlineData("if(1)", "", 100_000)]
    [InlineData("`${", "}`", 50_000)]
    public async Task Deep_nesting_is_refused_and_ends_nothing(string open, string close, int times)
    {
        var script = $"{string.Concat(Enumerable.Repeat(open, times))}1{string.Concat(Enumerable.Repeat(close, times))};function FindProxyForURL() {{ return 'DIRECT'; }}";

        Assert.StartsWith("PAC_INVALID", await SaidAsync(script), StringComparison.Ordinal);
    }

    private static async Task<string> SaidAsync(string script)
    {
        try
        {
            return await Evaluator.EvaluateAsync(PacScript.Of(Encoding.UTF8.GetBytes(script)), "https://host.example/", "host.example", CancellationToken.None);
        }
        catch (PacException e)
        {
            return $"{e.Code} {e.Message} {e.InnerException}";
        }
    }
}
