using Orchestrator.EndToEnd.Stage;
using Orchestrator.Protocol;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Technician;

namespace Orchestrator.EndToEnd.Refusals;

/// <summary>The shipped console enrols its owner: setup code, password, first code; then it waits for approval, and says by which digits.</summary>
[Collection(VendorCollection.Name)]
public sealed class ActivationTests(TestVendor vendor)
{
    private const string Password = "grey herons stand in the reeds";

    [Fact]
    [Trait("Requirement", "R-AUTH-10")]
    [Trait("Requirement", "R-AUTH-4")]
    public async Task A_new_account_from_its_setup_code_to_its_first_sign_in()
    {
        var setupCode = await vendor.SetupCodeAsync("a.owner");
        await using var program = ConsoleProcess.Talk(["activate", "--user", "A.Owner", "--stdin", "--json", .. Common("owner")]);
        await program.SayAsync(setupCode, Password);
        var offered = await program.UntilAsync("activation-offered");
        Assert.StartsWith("otpauth://totp/Example%20Instruments:a.owner?secret=", offered.GetProperty("address").GetString(), StringComparison.Ordinal);
        var app = new AuthenticatorApp(TimeProvider.System);
        app.Scan(new ActivationOffer("Example Instruments", "a.owner", new SecretText(offered.GetProperty("secret").GetString()!)));

        await program.SayAsync("000000");
        await program.SayAsync(app.Next().Reveal());
        var activated = await program.UntilAsync("activated");

        Assert.Equal(0, (await program.EndAsync()).Exit);
        Assert.False(activated.GetProperty("consoleApproved").GetBoolean());
        app.Keep(activated.GetProperty("recoveryCodes").EnumerateArray().Select(code => new SecretText(code.GetString()!)));
        var digits = activated.GetProperty("console").GetString()!;

        var (exit, said) = await LoginAsync(app);
        Assert.Equal((int)ExitCode.Refused, exit);
        Assert.Contains(digits, said, StringComparison.Ordinal);
        Plain.AssertSentence(said);

        await Person.RunAsync("console", "approve", "a.owner", digits, "--data", vendor.Setup.DataFolder);
        Assert.Equal(0, (await LoginAsync(app)).Exit);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-4")]
    public async Task A_person_sees_a_QR_code_and_three_wrong_codes_change_nothing()
    {
        var setupCode = await vendor.SetupCodeAsync("q.owner");
        await using var program = ConsoleProcess.Talk(["activate", "--user", "q.owner", "--stdin", .. Common("owner")]);
        await program.SayAsync(setupCode, Password);

        var shown = await program.LinesUntilAsync("Address  otpauth://totp/");
        await program.SayAsync("000000", "000001", "000002");
        var (exit, said) = await program.EndAsync();

        Assert.InRange(shown.Count(line => line.Contains('█', StringComparison.Ordinal)), 15, 60);
        Assert.Equal((int)ExitCode.Refused, exit);
        Assert.Contains("nothing was changed", said, StringComparison.Ordinal);
        Assert.Contains("to be activated", Assert.Single((await Person.RunAsync("account", "list", "--data", vendor.Setup.DataFolder)).Split('\n'), line => line.StartsWith("q.owner ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(ConsoleProcess.Folder, "System.Drawing.Common.dll")));
    }

    [Fact]
    public async Task A_wrong_setup_code_is_refused_in_one_sentence()
    {
        await using var program = ConsoleProcess.Talk(["activate", "--user", "n.nobody", "--stdin", .. Common("owner")]);
        await program.SayAsync("AAAA-AAAA-AAAA-AAAA", Password);

        var (exit, said) = await program.EndAsync();

        Assert.Equal((int)ExitCode.Refused, exit);
        Plain.AssertSentence(said);
    }

    private async Task<(int Exit, string Said)> LoginAsync(AuthenticatorApp app)
    {
        await using var program = await ConsoleProcess.StartAsync([Password, app.Next().Reveal()], ["login", "--password-stdin", "--json", .. Common("owner")]);
        return await program.EndAsync();
    }

    private string[] Common(string name) => ["--config", vendor.Setup.ClientConfiguration, "--data", Path.Combine(vendor.Folder, name)];
}
