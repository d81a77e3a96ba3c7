using System.Text.Json;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport;

namespace Orchestrator.Broker.Tests.Commands;

public sealed class ActingAdministratorTests
{
    [Fact]
    public async Task As_soon_as_an_admin_is_active_every_change_says_who_makes_it()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        Assert.Equal(0, await CodeAsync(broker, "", "account", "add", "anna", "--printed-name", "Anna Berg", "--role", "technician"));
        Assert.Equal(0, await CodeAsync(broker, "", "account", "add", "petra", "--printed-name", "Petra Lind", "--role", "admin"));
        Assert.Equal(0, await CodeAsync(broker, "", "account", "unlock", "anna"));
        await broker.AddActivatedAsync("quinn", "Quinn Fox", AccountRoles.Admin);
        string[][] commands =
        [
            ["account", "add", "ben", "--printed-name", "Ben Ode", "--role", "technician"],
            ["account", "approve", "anna"],
            ["account", "role", "anna", "--role", "auditor"],
            ["account", "reset", "anna", "--reason", "lost telephone"],
            ["account", "disable", "anna"],
            ["account", "unlock", "anna"],
            ["console", "approve", "anna", new string('0', 20)],
            ["console", "revoke", "anna", new string('0', 20)],
            ["training", "record", "anna", "--course", "remote-support", "--version", "1", "--trainer", "t", "--date", "2026-03-02", "--score", "95"],
            ["training", "course", "retire", "remote-support"],
        ];
        foreach (var command in commands)
        {
            var (code, _, error) = await RunAsync(broker, "", command);
            Assert.Equal((int)ExitCode.NotProven, code);
            Assert.Contains("--as NAME", error, StringComparison.Ordinal);
        }

        Assert.Equal(3, (await broker.Accounts.ListAsync(CancellationToken.None)).Count);
        Assert.Equal(0, await CodeAsync(broker, "", "account", "list"));
        Assert.Equal(0, await CodeAsync(broker, "", "console", "list"));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-6")]
    public async Task An_admin_proves_himself_in_full_at_each_command_and_the_record_names_him()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await broker.AddActivatedAsync("petra", "Petra Lind", AccountRoles.Admin);
        string[] add = ["account", "add", "anna", "--printed-name", "Anna Berg", "--role", "technician", "--as", "Petra", "--as-stdin", "--json"];
        var input = $"{QuickPasswords.Good}\n{broker.Code("petra")}\n";

        var (code, output, _) = await RunAsync(broker, input, add);

        Assert.Equal(0, code);
        using (var made = JsonDocument.Parse(output))
        {
            Assert.Matches("^[A-Z2-7-]{19}$", made.RootElement.GetProperty("setupCode").GetString());
        }

        // The same proof again is none: its code is spent.
        Assert.Equal((int)ExitCode.NotProven, await CodeAsync(broker, input, "account", "disable", "anna", "--as", "petra", "--as-stdin"));
        Assert.Equal(0, await CodeAsync(broker, $"{QuickPasswords.Good}\n{broker.Code("petra")}\n", "account", "disable", "anna", "--as", "petra", "--as-stdin"));
        await broker.OpenAsync();
        await broker.CloseAsync();
        var records = broker.LogLines().Where(l => l.Contains("\"account\":\"anna\"", StringComparison.Ordinal)).ToList();
        foreach (var (record, strength) in records.Zip(["password+totp", "password+recovery-code"]))
        {
            using var parsed = JsonDocument.Parse(record);
            var who = parsed.RootElement.GetProperty("who");
            Assert.Equal(
                ("administrator", "petra", "Petra Lind", "admin", strength),
                (Text(who, "kind"), Text(who, "account"), Text(who, "name"), Text(who, "role"), Text(who, "authentication")));
        }

        Assert.Equal(2, records.Count);
        Assert.Contains(broker.LogLines(), l => l.Contains("owner of the data folder", StringComparison.Ordinal) && l.Contains("\"petra\"", StringComparison.Ordinal));
        Assert.DoesNotContain(broker.LogLines(), l => l.Contains("herons", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("petra", "not the password at all", true)]
    [InlineData("petra", QuickPasswords.Good, false)]
    [InlineData("nobody", QuickPasswords.Good, true)]
    [InlineData("anna", QuickPasswords.Good, true)]
    public async Task Whoever_cant_prove_to_be_an_admin_changes_nothing(string name, string password, bool rightCode)
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await broker.AddActivatedAsync("petra", "Petra Lind", AccountRoles.Admin);
        await broker.AddActivatedAsync("anna", "Anna Berg", AccountRoles.Supervisor);
        var input = $"{password}\n{(rightCode ? broker.Code(name) : "000000")}\n";

        var (code, _, error) = await RunAsync(broker, input, "account", "disable", name == "anna" ? "petra" : "anna", "--as", name, "--as-stdin");

        Assert.Equal((int)ExitCode.NotProven, code);
        Assert.NotEmpty(error.Trim());
        Assert.DoesNotContain(await broker.Accounts.ListAsync(CancellationToken.None), a => a.Disabled);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-5")]
    public async Task Guesses_at_the_broker_are_counted_apart_from_those_of_strangers()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("petra", "Petra Lind", AccountRoles.Admin);
        for (var i = 0; i < 10; i++)
        {
            broker.Time.Advance(TimeSpan.FromSeconds(64));
            await broker.SignInAsync("petra", "not the password at all", "000000", TestKeys.Instrument.Public.Spki);
        }

        Assert.Equal(0, await CodeAsync(broker, $"{QuickPasswords.Good}\n{broker.Code("petra")}\n", "account", "add", "anna", "--printed-name", "Anna Berg", "--role", "technician", "--as", "petra", "--as-stdin"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((int)ExitCode.NotProven, await CodeAsync(broker, "wrong\n000000\n", "account", "disable", "anna", "--as", "petra", "--as-stdin"));
        }

        Assert.Equal((int)ExitCode.NotProven, await CodeAsync(broker, $"{QuickPasswords.Good}\n{broker.Code("petra")}\n", "account", "disable", "anna", "--as", "petra", "--as-stdin"));
        Assert.IsType<Orchestrator.Actors.Sessions.AtBroker.SignInOutcome.SignedIn>(await broker.SignInAsync("petra", QuickPasswords.Good));
    }

    [Fact]
    public async Task A_console_is_approved_by_the_digits_that_it_shows()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("anna", "Anna Berg", AccountRoles.Technician);
        await broker.SignInAsync("anna", QuickPasswords.Good, console: TestKeys.Instrument.Public.Spki);
        var digits = ShortOf(TestKeys.Instrument.Fingerprint.Hex);
        Assert.Contains($"anna  {digits}  pending", (await RunAsync(broker, "", "console", "list", "anna")).Output, StringComparison.Ordinal);
        Assert.Equal(0, await CodeAsync(broker, "", "console", "approve", "anna", digits));
        var approved = Assert.Single(await broker.Consoles.ListAsync("anna", CancellationToken.None), c => c.Short == digits);
        Assert.Equal(ConsoleState.Approved, approved.State);
        Assert.Equal(0, await CodeAsync(broker, "", "console", "revoke", "anna", digits.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()));
        using var json = JsonDocument.Parse((await RunAsync(broker, "", "console", "list", "--json")).Output);
        Assert.Contains(json.RootElement.EnumerateArray(), c => c.GetProperty("state").GetString() == "revoked" && c.GetProperty("short").GetString() == digits);
    }

    private static string ShortOf(string hex) => Orchestrator.Trust.Primitives.ShortFingerprint.Of(hex);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<int> CodeAsync(TestBroker broker, string input, params string[] args) => (await RunAsync(broker, input, args)).Code;

    private static Task<(int Code, string Output, string Error)> RunAsync(TestBroker broker, string input, params string[] args) =>
        BrokerCommand.RunAsync(broker.Time, input, [.. args, "--data", broker.Folder.Root]);
}
