using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Commands;

/// <summary><c>witnesses add</c>, <c>list</c>, <c>remove</c>.</summary>
[Trait("Requirement", "R-AUD-6")]
public sealed class WitnessCommandTests : IAsyncLifetime
{
    private static readonly string LinkKey = new('a', 64);
    private static readonly string VerifierKey = KeyOf(7);

    private readonly FakeTimeProvider _time = new(TestBroker.Beginning);
    private TestBroker _broker = null!;

    public async Task InitializeAsync() => _broker = await TestBroker.CreateAsync(open: false);

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task One_goes_in_stands_in_the_list_and_goes_out_and_the_log_says_by_whom()
    {
        var added = await RunAsync("add", "lab-1", "--key", LinkKey.ToUpperInvariant(), "--vkey", VerifierKey);
        Assert.Equal((0, "Witness 'lab-1' may witness the logs.\n"), (added.Code, added.Output));

        var table = await RunAsync("list");
        Assert.Equal((0, ""), (table.Code, table.Error));
        Assert.Contains($"lab-1  2026-03-02  {LinkKey}  {VerifierKey}\n", table.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("list", "--json")).Output);
        var only = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(
            ("lab-1", LinkKey, VerifierKey, TestBroker.Beginning),
            (only.GetProperty("name").GetString(), only.GetProperty("keyFingerprint").GetString(), only.GetProperty("verifierKey").GetString(), only.GetProperty("addedAt").GetDateTimeOffset()));

        var removed = await RunAsync("remove", "lab-1");
        Assert.Equal((0, "'lab-1' is no witness any more.\n"), (removed.Code, removed.Output));
        Assert.Equal("[]", (await RunAsync("list", "--json")).Output.Trim());

        await _broker.OpenAsync();
        await _broker.CloseAsync();
        foreach (var code in new[] { "witness.added", "witness.removed" })
        {
            var line = Assert.Single(_broker.LogLines(), line => line.Contains($"\"event\":\"{code}\"", StringComparison.Ordinal));
            using var record = JsonDocument.Parse(line);
            var data = record.RootElement.GetProperty("data");
            Assert.Equal(("lab-1", LinkKey, VerifierKey), (data.GetProperty("witness").GetString(), data.GetProperty("key").GetString(), data.GetProperty("verifierKey").GetString()));
            Assert.Contains(Environment.UserName, line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("lab 1", "LINK", "VKEY", "letters, digits")]
    [InlineData("", "LINK", "VKEY", "letters, digits")]
    [InlineData("lab-1", "abc", "VKEY", "64 hex digits")]
    [InlineData("lab-1", "gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg", "VKEY", "64 hex digits")]
    [InlineData("lab-1", "LINK", "lab.example/witness", "verifier key isn't one")]
    [InlineData("lab-1", "LINK", "OTHERTYPE", "verifier key isn't one")]
    [InlineData("lab-1", "LINK", "WRONGID", "verifier key isn't one")]
    public async Task What_isnt_a_name_or_a_key_is_refused_with_a_sentence(string name, string link, string verifier, string what)
    {
        var vkey = verifier switch
        {
            "VKEY" => VerifierKey,
            // The key of a log, which is no witness's.
            "OTHERTYPE" => new NoteKey("lab.example/witness", PublicOf(7)).ToString(),
            "WRONGID" => VerifierKey.Replace("+", "+0", StringComparison.Ordinal),
            _ => verifier,
        };

        var (code, output, error) = await RunAsync("add", name, "--key", link == "LINK" ? LinkKey : link, "--vkey", vkey);

        Assert.Equal(((int)ExitCode.Refused, ""), (code, output));
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Equal("[]", (await RunAsync("list", "--json")).Output.Trim());
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public async Task A_name_or_a_key_is_taken_once(bool sameName, bool sameLink, bool sameVerifier)
    {
        Assert.Equal(0, (await RunAsync("add", "lab-1", "--key", LinkKey, "--vkey", VerifierKey)).Code);

        var again = await RunAsync(
            "add", sameName ? "lab-1" : "lab-2", "--key", sameLink ? LinkKey : new string('b', 64), "--vkey", sameVerifier ? VerifierKey : KeyOf(8));

        Assert.Equal((int)ExitCode.Refused, again.Code);
        Assert.Contains("already", again.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("list", "--json")).Output);
        Assert.Equal(1, json.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task One_that_isnt_there_cant_be_removed()
    {
        var (code, _, error) = await RunAsync("remove", "nobody");

        Assert.Equal((int)ExitCode.NotFound, code);
        Assert.Contains("no witness 'nobody'", error, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Usage, (await RunAsync("add", "lab-1", "--vkey", VerifierKey)).Code);
    }

    [Fact]
    public async Task Whoever_gives_the_command_must_prove_himself_where_there_is_an_admin()
    {
        await _broker.AddActivatedAsync("petra", "Petra Lind", "admin");

        var (code, _, _) = await RunAsync("add", "lab-1", "--key", LinkKey, "--vkey", VerifierKey);

        Assert.Equal((int)ExitCode.NotProven, code);
        Assert.Equal("[]", (await RunAsync("list", "--json")).Output.Trim());
    }

    private static string KeyOf(int seed) => new WitnessKey("lab.example/witness", PublicOf(seed)).ToString();

    private static Ed25519Public PublicOf(int seed)
    {
        using var key = Ed25519Key.Generate(new SeededRandom(seed));
        return key.Public;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(string command, params string[] more) =>
        BrokerCommand.RunAsync(_time, "", ["witnesses", command, "--data", _broker.Folder.Root, .. more]);
}
