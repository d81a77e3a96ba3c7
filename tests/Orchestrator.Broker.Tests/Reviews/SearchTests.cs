using System.Text.Json;
using Orchestrator.Broker.Tests.Support;
using static Orchestrator.Broker.Tests.Reviews.FinishedSession;

namespace Orchestrator.Broker.Tests.Reviews;

public sealed class SearchTests
{
    [Theory]
    [InlineData(6, "--session", "123456789")]
    [InlineData(3, "--event", "view.paused")]
    [InlineData(1, "--event", "relay.session-registered", "--session", "123456789")]
    [InlineData(2, "--account", "ANNA")]
    [InlineData(1, "--account", "anna", "--session", "123456789")]
    [InlineData(1, "--text", "handler REGISTERED")]
    [InlineData(0, "--text", "handler nonsense")]
    [InlineData(3, "--from", "2026-11-20", "--to", "2026-11-21")]
    [InlineData(0, "--from", "2030-01-01")]
    public async Task All_conditions_hold_for_what_is_found(int expected, params string[] query)
    {
        await using var broker = await CreateAsync();
        var (code, output, error) = await RunAsync(broker, "", ["search", .. query]);
        Assert.True(code == (expected > 0 ? 0 : 4), error + output);
        Assert.EndsWith($"{expected} records found.\n", output, StringComparison.Ordinal);

        var lines = (await RunAsync(broker, "", ["search", .. query, "--json"])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, lines.Length);
        Assert.All(lines, line => JsonDocument.Parse(line).RootElement.GetProperty("record").GetProperty("seq").GetInt64());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "--session", "12")]
    [InlineData(3, "--from", "yesterday")]
    public async Task What_isnt_a_question_is_named(int expected, params string[] query)
    {
        await using var broker = await CreateAsync();
        Assert.Equal(expected, (await RunAsync(broker, "", ["search", .. query])).Code);
    }
}
