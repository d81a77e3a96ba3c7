using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.TestSupport;

namespace Orchestrator.Broker.Tests.Accounts.Consoles;

public sealed class ConsoleStoreTests
{
    private static readonly ActingPerson Petra = new("petra", "Petra Lind", AccountRoles.Admin, "password+totp", null);

    [Fact]
    [Trait("Requirement", "R-AUTH-9")]
    public async Task Right_password_and_code_from_a_strange_console_sign_nobody_in_and_make_one_request()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        for (var i = 0; i < 2; i++)
        {
            var refused = Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", QuickPasswords.Good, console: TestKeys.Instrument.Public.Spki));
            Assert.Equal("CONSOLE_NOT_APPROVED", refused.Code);
        }

        var pending = Assert.Single(await broker.Consoles.ListAsync("anna", CancellationToken.None), c => c.State == ConsoleState.Pending);
        Assert.Equal((TestKeys.Instrument.Fingerprint.Hex, TestBroker.Address), (pending.Fingerprint, pending.Address));
        await broker.Consoles.ApproveAsync("anna", pending.Short, Petra, CancellationToken.None);
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good, console: TestKeys.Instrument.Public.Spki));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-6")]
    public async Task A_strange_console_is_named_only_after_password_and_code_were_right()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        foreach (var (password, code) in new[] { ("not the password at all", broker.Code("anna")), (QuickPasswords.Good, "000000"), (QuickPasswords.Good, "") })
        {
            Assert.Equal("SIGN_IN_FAILED", Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", password, code, TestKeys.Instrument.Public.Spki)).Code);
        }

        Assert.DoesNotContain(await broker.Consoles.ListAsync("anna", CancellationToken.None), c => c.Fingerprint == TestKeys.Instrument.Fingerprint.Hex);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-11")]
    public async Task A_revoked_console_signs_nobody_in_for_ever_and_says_what_to_do()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await broker.Consoles.RevokeAsync("anna", TestKeys.Technician.Fingerprint.Hex, Petra, CancellationToken.None);
        var refused = Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", QuickPasswords.Good));
        Assert.Equal("CONSOLE_NOT_APPROVED", refused.Code);
        Assert.Contains("delete `console-key.pk8`", refused.Sentence, StringComparison.Ordinal);
        var again = await Assert.ThrowsAsync<BrokerException>(() => broker.Consoles.ApproveAsync("anna", TestKeys.Technician.Fingerprint.Hex, Petra, CancellationToken.None));
        Assert.Equal(ExitCode.Refused, again.Code);
        Assert.Equal("CONSOLE_NOT_APPROVED", Assert.IsType<AdmitOutcome.Refused>(await broker.AdmitAsync(broker.Wish())).Code);
    }

    [Fact]
    public async Task Nobody_approves_or_revokes_a_console_of_his_own()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("petra", "Petra Lind", AccountRoles.Admin);
        await broker.SignInAsync("petra", QuickPasswords.Good, console: TestKeys.Instrument.Public.Spki);
        foreach (var act in new[] { broker.Consoles.ApproveAsync, (Func<string, string, ActingPerson, CancellationToken, Task<EnrolledConsole>>)broker.Consoles.RevokeAsync })
        {
            var refused = await Assert.ThrowsAsync<BrokerException>(() => act("Petra", TestKeys.Instrument.Fingerprint.Hex, Petra, CancellationToken.None));
            Assert.Contains("his own account", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_person_has_five_approved_consoles_and_ten_that_wait()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var row = await broker.Accounts.FindRowAsync(AccountName.TryParse("anna", out var name) ? name : default, CancellationToken.None);
        for (var i = 0; i < 12; i++)
        {
            await broker.Consoles.RequestAsync(row!, Fingerprint(i), TestBroker.Address, CancellationToken.None);
        }

        var waiting = (await broker.Consoles.ListAsync("anna", CancellationToken.None)).Where(c => c.State == ConsoleState.Pending).Select(c => c.Fingerprint).ToList();
        Assert.Equal(Enumerable.Range(2, 10).Select(Fingerprint), waiting);
        foreach (var each in waiting.Take(4))
        {
            await broker.Consoles.ApproveAsync("anna", each, Petra, CancellationToken.None);
        }

        var full = await Assert.ThrowsAsync<BrokerException>(() => broker.Consoles.ApproveAsync("anna", waiting[4], Petra, CancellationToken.None));
        Assert.Contains("5 approved consoles", full.Message, StringComparison.Ordinal);
        await broker.Consoles.RevokeAsync("anna", waiting[0], Petra, CancellationToken.None);
        Assert.Equal(ConsoleState.Approved, (await broker.Consoles.ApproveAsync("anna", waiting[4], Petra, CancellationToken.None)).State);
    }

    [Theory]
    [InlineData("0001 0000 0000 0000 0000", ExitCode.NotFound)]
    [InlineData("0000 0000 0000 0000 000", ExitCode.Refused)]
    [InlineData("not a fingerprint at all", ExitCode.Refused)]
    public async Task Too_few_digits_name_no_console(string typed, ExitCode expected)
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await broker.AddTrainedAsync();
        Assert.Equal(expected, (await Assert.ThrowsAsync<BrokerException>(() => broker.Consoles.ApproveAsync("anna", typed, Petra, CancellationToken.None))).Code);
    }

    private static string Fingerprint(int i) => i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture)[40..] + new string('0', 40);
}
