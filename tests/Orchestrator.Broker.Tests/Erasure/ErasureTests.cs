using System.Text.Json;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Verification;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Tests.Erasure;

[Trait("Requirement", "R-AUD-17")]
public sealed class ErasureTests
{
    private const string Address = "192.0.2.44:50123";

    [Fact]
    public async Task An_address_lies_beside_the_log_and_goes_when_two_administrators_say_so()
    {
        await using var broker = await CreateAsync();
        var before = broker.LogLines();
        Assert.DoesNotContain(before, line => line.Contains("192.0.2.44", StringComparison.Ordinal));
        Assert.Contains(Address, Texts(broker), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(broker, "", "search", "--text", "192.0.2.44")).Code);

        var request = await RequestAsync(broker);
        var (code, shown, _) = await RunAsync(broker, "", "show-erasure", $"{request}");
        Assert.Equal(0, code);
        Assert.Contains("petra asks for 1 texts to be erased", shown, StringComparison.Ordinal);
        Assert.Contains("she asked for it", shown, StringComparison.Ordinal);
        Assert.Contains(Address, shown, StringComparison.Ordinal);
        Assert.Equal(0, (await ApproveAsync(broker, "quinn", request, DigestOf(shown))).Code);
        Assert.Contains(Address, Texts(broker), StringComparison.Ordinal);
        await ServeAsync(broker);

        Assert.DoesNotContain("192.0.2.44", Texts(broker), StringComparison.Ordinal);
        Assert.Equal(before, broker.LogLines()[..before.Length]);
        var last = JsonDocument.Parse(broker.LogLines().Single(line => line.Contains("\"texts.erased\"", StringComparison.Ordinal))).RootElement;
        Assert.Equal(("petra", "quinn"), (last.GetProperty("data").GetProperty("requestedBy").GetString(), last.GetProperty("who").GetProperty("account").GetString()));
        Assert.DoesNotContain(Verified(broker).Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(4, (await RunAsync(broker, "", "search", "--text", "192.0.2.44")).Code);
        Assert.Equal((int)ExitCode.Exists, (await ApproveAsync(broker, "quinn", request, DigestOf(shown))).Code);
    }

    [Fact]
    public async Task Who_asked_cant_approve_and_nobody_approves_another_request_than_he_saw()
    {
        await using var broker = await CreateAsync();
        var request = await RequestAsync(broker);
        var digest = DigestOf((await RunAsync(broker, "", "show-erasure", $"{request}")).Output);

        Assert.Equal((int)ExitCode.Refused, (await ApproveAsync(broker, "petra", request, digest)).Code);
        Assert.Equal((int)ExitCode.Refused, (await ApproveAsync(broker, "quinn", request, new string('0', 64))).Code);
        Assert.Equal((int)ExitCode.NotProven, (await ApproveAsync(broker, "anna", request, digest)).Code);
        Assert.Equal((int)ExitCode.NotFound, (await ApproveAsync(broker, "quinn", request - 1, digest)).Code);
        await ServeAsync(broker);

        Assert.Contains(Address, Texts(broker), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--record", "0")]
    [InlineData("--account", "nobody")]
    [InlineData("--text", "0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_isnt_there_cant_be_asked_for(string option, string value)
    {
        await using var broker = await CreateAsync();

        var (code, _, error) = await AsAsync(broker, "petra", "request-erasure", option, value, "--reason", "she asked for it");

        Assert.Equal((int)ExitCode.NotFound, code);
        Assert.Contains("audit texts", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_accounts_of_two_administrators_nothing_is_erased()
    {
        await using var broker = await TestBroker.CreateAsync();
        await SignedInAsync(broker);

        var (code, _, error) = await RunAsync(broker, "", "request-erasure", "--account", "anna", "--reason", "she asked for it");

        Assert.Equal((int)ExitCode.NotProven, code);
        Assert.Contains("Two administrators", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_off_doesnt_spoil_the_next_text()
    {
        await using var broker = await CreateAsync();
        var file = new LogFolder(DataFolder.At(broker.Folder.Root).Log).Texts;
        await File.AppendAllTextAsync(file, "{\"commitment\":\"00");
        await broker.OpenAsync();
        await broker.Parts.Journal.AppendAsync(new BrokerObservations.SignedIn("anna", "Anna Berg", "technician", "198.51.100.7:1", "00", "password+totp"), CancellationToken.None);
        await broker.CloseAsync();

        Assert.DoesNotContain(Verified(broker).Findings, finding => finding.Code == "text-changed");
        Assert.Contains("198.51.100.7", Texts(broker), StringComparison.Ordinal);
        Assert.Contains(Address, Texts(broker), StringComparison.Ordinal);
    }

    /// <summary>Two administrators, and a technician who signed in from somewhere.</summary>
    private static async Task<TestBroker> CreateAsync()
    {
        var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("anna", "Anna Berg", AccountRoles.Technician);
        await broker.AddActivatedAsync("petra", "Petra Lind", AccountRoles.Admin);
        await broker.AddActivatedAsync("quinn", "Quinn Fox", AccountRoles.Admin);
        await SignedInAsync(broker);
        return broker;
    }

    private static async Task SignedInAsync(TestBroker broker)
    {
        await broker.Parts.Journal.AppendAsync(new BrokerObservations.SignedIn("anna", "Anna Berg", "technician", Address, "00", "password+totp"), CancellationToken.None);
        await broker.CloseAsync();
    }

    /// <summary>Petra asks for the texts of the sign-in; gives the number of her record.</summary>
    private static async Task<long> RequestAsync(TestBroker broker)
    {
        var signIn = Sequence(broker, "sign-in.succeeded");
        var (code, _, error) = await AsAsync(broker, "petra", "request-erasure", "--record", $"{signIn}", "--reason", "she asked for it");
        Assert.True(code == 0, error);
        await ServeAsync(broker);
        return Sequence(broker, "texts.erasure-requested");
    }

    private static Task<(int Code, string Output, string Error)> ApproveAsync(TestBroker broker, string name, long request, string digest) =>
        AsAsync(broker, name, "approve-erasure", $"{request}", digest);

    private static Task<(int Code, string Output, string Error)> AsAsync(TestBroker broker, string name, params string[] args) =>
        RunAsync(broker, $"{QuickPasswords.Good}\n{broker.Code(name)}\n", [.. args, "--as", name, "--as-stdin"]);

    private static Task<(int Code, string Output, string Error)> RunAsync(TestBroker broker, string input, params string[] args) =>
        BrokerCommand.RunAsync(broker.Time, input, ["audit", .. args, "--data", broker.Folder.Root]);

    private static async Task ServeAsync(TestBroker broker)
    {
        await broker.OpenAsync();
        await broker.CloseAsync();
    }

    private static string Texts(TestBroker broker) => File.ReadAllText(new LogFolder(DataFolder.At(broker.Folder.Root).Log).Texts);

    private static long Sequence(TestBroker broker, string code) =>
        JsonDocument.Parse(broker.LogLines().Last(line => line.Contains($"\"event\":\"{code}\"", StringComparison.Ordinal))).RootElement.GetProperty("seq").GetInt64();

    private static string DigestOf(string shown) => shown.Split('\n').Single(line => line.StartsWith("Digest: ", StringComparison.Ordinal))["Digest: ".Length..].Trim();

    private static VerificationReport Verified(TestBroker broker)
    {
        var folder = DataFolder.At(broker.Folder.Root);
        return LogVerifier.Verify(new LogVerification { Folder = folder.Log, Key = BrokerLogReader.KeyOf(folder) });
    }
}
