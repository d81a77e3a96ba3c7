using System.Text;

namespace Orchestrator.Pac.Tests;

/// <summary>Files of large sites: hundreds of names in one condition, hundreds of alternatives.</summary>
[Trait("Requirement", "R-NET-8")]
public sealed class LongChainTests
{
    private const int Many = 700;
    private static readonly string[] Asked = ["h0", "h1", "h63", "h64", "h65", "h350", "h698", "h699", "h700", "other"];

    [Theory]
    [InlineData("||")]
    [InlineData(" || // a comment with || and )\n")]
    [InlineData(" /* ) || ( */ ||\n")]
    public async Task Hundreds_of_names_in_one_condition(string or)
    {
        var names = string.Join(or, Enumerable.Range(0, Many).Select(i => i % 3 == 0 ? $"(host == \"h{i}\")" : i % 3 == 1 ? $"dnsDomainIs(host, \"h{i}\") && host.length < 9" : $"host == \"h{i}\""));

        await HoldsAsync($"if ({names}) return 'PROXY found:1'; return 'DIRECT';", host => IsKnown(host) ? "PROXY found:1" : "DIRECT");
    }

    [Fact]
    public async Task Hundreds_that_all_must_hold()
    {
        var names = string.Join(" && ", Enumerable.Range(0, Many).Select(i => $"host != \"h{i}\""));

        await HoldsAsync($"return {names} ? 'DIRECT' : 'PROXY found:1';", host => IsKnown(host) ? "PROXY found:1" : "DIRECT");
    }

    [Fact]
    public async Task Brackets_that_people_wrote_stay_as_they_are()
    {
        var first = string.Join(" || ", Enumerable.Range(0, 100).Select(i => $"host == \"h{i}\""));
        var second = string.Join(" || ", Enumerable.Range(100, Many - 100).Select(i => $"host == \"h{i}\""));

        await HoldsAsync($"return ({first}) || {second} || (host == 'x' || false) ? 'PROXY found:1' : 'DIRECT';", host => IsKnown(host) ? "PROXY found:1" : "DIRECT");
    }

    [Theory]
    [InlineData("return 'PROXY p{0}:1';", "else return 'DIRECT';")]
    [InlineData("{{ var found = {0}; return 'PROXY p' + found + ':1' }}", "else {{ return 'DIRECT' }}")]
    [InlineData("answer = 'PROXY p{0}:1'", "/* else */ else // else\n answer = 'DIRECT'")]
    [InlineData("if (host) answer = 'PROXY p{0}:1'; else answer = 'never';", "")]
    public async Task Hundreds_of_alternatives(string then, string otherwise)
    {
        var body = new StringBuilder("var answer = 'DIRECT'; for (var once = 0; once < 1; once++) ");
        for (var i = 0; i < Many; i++)
            body.Append(i == 0 ? "" : "\nelse ").Append(System.Globalization.CultureInfo.InvariantCulture, $"if (host == 'h{i}') ").AppendFormat(System.Globalization.CultureInfo.InvariantCulture, then, i);
        body.Append('\n').AppendFormat(System.Globalization.CultureInfo.InvariantCulture, otherwise).Append("\nreturn answer;");

        await HoldsAsync(body.ToString(), host => IsKnown(host) ? $"PROXY p{host[1..]}:1" : "DIRECT");
    }

    [Fact]
    public async Task A_fault_in_such_a_file_still_has_its_line()
    {
        var names = string.Join(" ||\n", Enumerable.Range(0, Many).Select(i => $"host == \"h{i}\""));

        var failure = await Assert.ThrowsAsync<PacException>(() => AnswerAsync($"if ({names}) return 'x';\nreturn nothing;", "other"));

        Assert.Contains($"line {Many + 1}:", failure.Message, StringComparison.Ordinal);
    }

    private static bool IsKnown(string host) => host[0] == 'h' && int.Parse(host.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) < Many;

    private static async Task HoldsAsync(string body, Func<string, string> expected)
    {
        foreach (var host in Asked)
            Assert.Equal($"{host} {expected(host)}", $"{host} {await AnswerAsync(body, host)}");
    }

    private static Task<string> AnswerAsync(string body, string host) =>
        new PacEvaluator(new TableNetwork(), TimeProvider.System).EvaluateAsync(PacScript.Of(Encoding.UTF8.GetBytes($"function FindProxyForURL(url, host) {{ {body} }}")), "https://x/", host, CancellationToken.None);
}
