using Orchestrator.EndToEnd.Stage;
using Orchestrator.Technicians;

namespace Orchestrator.EndToEnd.Refusals;

/// <summary>The shipped console as a process: one plain line on standard error, nothing of the program's inside, and the exit code of the kind.</summary>
[Collection(VendorCollection.Name)]
public sealed class ProgramTests(TestVendor vendor)
{
    [Fact]
    [Trait("Requirement", "R-AUTH-6")]
    public async Task Nobody_learns_from_the_program_whether_a_user_exists()
    {
        var wrong = await LoginAsync(TestVendor.Guessed, vendor.Setup.ClientConfiguration);
        var unknown = await LoginAsync("n.nobody", vendor.Setup.ClientConfiguration);

        Assert.Equal((int)ExitCode.Refused, wrong.Exit);
        Assert.Equal(wrong, unknown);
        Plain.AssertSentence(wrong.Said);
    }

    [Fact]
    public async Task A_configuration_that_was_changed()
    {
        var broken = Path.Combine(vendor.NewFolder("broken"), "client.orchestrator-config");
        await File.WriteAllTextAsync(broken, (await File.ReadAllTextAsync(vendor.Setup.ClientConfiguration)).Replace("localhost", "evil.test", StringComparison.Ordinal));

        var (exit, said) = await LoginAsync(TestVendor.Berg, broken);

        Assert.Equal((int)ExitCode.Configuration, exit);
        Plain.AssertSentence(said);
    }

    private async Task<(int Exit, string Said)> LoginAsync(string account, string configuration)
    {
        await using var program = await ConsoleProcess.StartAsync(
            ["a wrong pass phrase, too", "123456"], "login", "--user", account, "--password-stdin", "--config", configuration, "--data", Path.Combine(vendor.Folder, "console"));
        return await program.EndAsync();
    }
}
