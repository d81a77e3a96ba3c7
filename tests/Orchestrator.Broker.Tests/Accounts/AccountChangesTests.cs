using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.TestSupport;

namespace Orchestrator.Broker.Tests.Accounts;

/// <summary>Nobody acts alone on his own authorisation, and what is taken away is told to whoever relays.</summary>
public sealed class AccountChangesTests
{
    private static readonly ActingPerson Petra = new("petra", "Petra Lind", AccountRoles.Admin, "password+totp", null);
    private static readonly ActingPerson Quinn = new("quinn", "Quinn Fox", AccountRoles.Admin, "password+recovery-code", null);

    [Fact]
    [Trait("Requirement", "R-AUTH-10")]
    public async Task Nobody_changes_his_own_account()
    {
        await using var broker = await AdminsAsync(1);
        var changes = broker.Changes;
        foreach (var act in new Func<Task<Account>>[]
        {
            () => changes.ApproveAsync("PETRA", Petra, CancellationToken.None),
            () => changes.DisableAsync("petra", Petra, CancellationToken.None),
            () => changes.UnlockAsync("petra", Petra, CancellationToken.None),
            () => changes.ChangeRoleAsync("petra", AccountRoles.Supervisor, Petra, CancellationToken.None),
            async () => (await changes.ResetAsync("petra", "a new telephone", Petra, CancellationToken.None)).Account,
        })
        {
            Assert.Contains("his own account", (await Assert.ThrowsAsync<BrokerException>(act)).Message, StringComparison.Ordinal);
        }

        Assert.Equal((AccountState.Active, AccountRoles.Admin), State(await broker.Accounts.FindAsync("petra", CancellationToken.None)));
    }

    [Theory]
    [InlineData(AccountRoles.Technician, AccountState.ToBeActivated)]
    [InlineData(AccountRoles.Auditor, AccountState.ToBeActivated)]
    [InlineData(AccountRoles.Supervisor, AccountState.ToBeApproved)]
    [InlineData(AccountRoles.Admin, AccountState.ToBeApproved)]
    public async Task As_soon_as_there_are_two_admins_neither_makes_a_supervisor_or_an_admin_alone(string role, AccountState expected)
    {
        await using var broker = await AdminsAsync(2);
        var made = await broker.Accounts.AddAsync("ben", "Ben Ode", role, Petra, CancellationToken.None);
        Assert.Equal(expected, made.Account.State);
        await broker.Accounts.AddAsync("cleo", "Cleo Fay", AccountRoles.Technician, Petra, CancellationToken.None);
        Assert.Equal((expected, role), State(await broker.Changes.ChangeRoleAsync("cleo", role, Quinn, CancellationToken.None)));
    }

    [Fact]
    public async Task Another_admin_than_the_one_who_gave_the_role_approves_it_and_until_then_nobody_signs_in()
    {
        await using var broker = await AdminsAsync(2);
        await broker.AddTrainedAsync("ben", "Ben Ode");
        await broker.Changes.ChangeRoleAsync("ben", AccountRoles.Supervisor, Petra, CancellationToken.None);
        Assert.Equal("ACCOUNT_NOT_APPROVED", Assert.IsType<AdmitOutcome.Refused>(await broker.AdmitAsync(broker.Wish("ben"))).Code);
        Assert.Equal("SIGN_IN_FAILED", Assert.IsType<AdmitOutcome.Refused>(await broker.AdmitAsync(broker.Wish("ben", "not the password at all"))).Code);

        await Assert.ThrowsAsync<BrokerException>(() => broker.Changes.ApproveAsync("ben", Petra, CancellationToken.None));
        await Assert.ThrowsAsync<BrokerException>(() => broker.Changes.ApproveAsync("ben", TestBroker.Owner, CancellationToken.None));
        Assert.Equal(AccountState.Active, (await broker.Changes.ApproveAsync("ben", Quinn, CancellationToken.None)).State);
        Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish("ben")));
    }

    [Fact]
    public async Task With_one_admin_alone_there_is_nobody_else_to_approve_and_roles_count_at_once()
    {
        await using var broker = await AdminsAsync(1);
        Assert.Equal(AccountState.ToBeActivated, (await broker.Accounts.AddAsync("quinn", "Quinn Fox", AccountRoles.Admin, Petra, CancellationToken.None)).Account.State);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-8")]
    public async Task What_is_taken_away_is_told_once_with_its_reason()
    {
        await using var broker = await AdminsAsync(1);
        foreach (var name in new[] { "anna", "ben", "cleo", "dora" })
        {
            await broker.AddActivatedAsync(name, $"{name} Somebody", AccountRoles.Technician);
        }

        var told = new List<Revocation>();
        using var subscription = broker.Parts.Watch.Subscribe(told.Add);
        await broker.Changes.DisableAsync("anna", Petra, CancellationToken.None);
        await broker.Changes.DisableAsync("anna", Petra, CancellationToken.None);
        await broker.Changes.ResetAsync("ben", "lost telephone", Petra, CancellationToken.None);
        await broker.Changes.ChangeRoleAsync("cleo", AccountRoles.Auditor, Petra, CancellationToken.None);
        await broker.Changes.ChangeRoleAsync("cleo", AccountRoles.Auditor, Petra, CancellationToken.None);
        await broker.Consoles.RevokeAsync("dora", TestKeys.Technician.Fingerprint.Hex, Petra, CancellationToken.None);
        await broker.Parts.Watch.LookAsync(CancellationToken.None);
        await broker.Parts.Watch.LookAsync(CancellationToken.None);
        Assert.Equal(
            [
                new Revocation("anna", null, "the account was disabled"), new Revocation("ben", null, "the account was reset"),
                new Revocation("cleo", null, "the account has another role now"), new Revocation("dora", TestKeys.Technician.Fingerprint.Hex, "the console was revoked"),
            ],
            told);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-10")]
    public async Task A_reset_takes_password_codes_and_consoles_away_at_once_and_only_a_new_setup_code_counts()
    {
        await using var broker = await AdminsAsync(1);
        await broker.AddTrainedAsync();
        var codes = broker.CodesOf("anna");
        var reset = await broker.Changes.ResetAsync("anna", "lost telephone", Petra, CancellationToken.None);
        Assert.Equal(AccountState.ToBeActivated, reset.Account.State);
        foreach (var code in new[] { codes.At(broker.Time.GetUtcNow()), codes.FromPaper() })
        {
            Assert.Equal("SIGN_IN_FAILED", Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", QuickPasswords.Good, code)).Code);
        }

        Assert.Empty(await broker.Consoles.ListAsync("anna", CancellationToken.None));
        await QuickActivation.ActivateAsync(broker, "anna", "four green herons over water");
        Assert.Equal("SIGN_IN_FAILED", Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", "four green herons over water", codes.FromPaper())).Code);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-6")]
    public async Task The_record_of_a_reset_has_printed_name_time_meaning_and_strength_of_who_did_it()
    {
        await using var broker = await AdminsAsync(1);
        await broker.AddTrainedAsync();
        await broker.Changes.ResetAsync("anna", "lost telephone", Petra, CancellationToken.None);
        await broker.CloseAsync();
        await broker.OpenAsync();
        await broker.CloseAsync();
        using var record = System.Text.Json.JsonDocument.Parse(Assert.Single(broker.LogLines(), l => l.Contains("\"account.reset\"", StringComparison.Ordinal)));
        var who = record.RootElement.GetProperty("who");
        Assert.Equal(("petra", "Petra Lind", "admin", "password+totp"), (Text(who, "account"), Text(who, "name"), Text(who, "role"), Text(who, "authentication")));
        Assert.Equal("lost telephone", broker.TextBehind(Text(record.RootElement.GetProperty("data"), "reason")));
        Assert.Contains("was reset by Petra Lind (admin).", record.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("2026-03-02T", record.RootElement.GetProperty("when").GetProperty("utc").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public async Task A_reset_without_a_reason_that_can_be_shown_is_refused(string reason)
    {
        await using var broker = await AdminsAsync(1);
        await broker.AddActivatedAsync("anna", "Anna Berg", AccountRoles.Technician);
        await Assert.ThrowsAsync<BrokerException>(() => broker.Changes.ResetAsync("anna", reason, Petra, CancellationToken.None));
        Assert.Equal(AccountState.Active, (await broker.Accounts.FindAsync("anna", CancellationToken.None)).State);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-1")]
    public async Task A_disabled_account_is_never_reset()
    {
        await using var broker = await AdminsAsync(1);
        await broker.AddActivatedAsync("anna", "Anna Berg", AccountRoles.Technician);
        await broker.Changes.DisableAsync("anna", Petra, CancellationToken.None);
        await Assert.ThrowsAsync<BrokerException>(() => broker.Changes.ResetAsync("anna", "she is back", Petra, CancellationToken.None));
    }

    private static async Task<TestBroker> AdminsAsync(int count)
    {
        var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("petra", "Petra Lind", AccountRoles.Admin);
        if (count > 1)
        {
            await broker.AddActivatedAsync("quinn", "Quinn Fox", AccountRoles.Admin);
        }

        return broker;
    }

    private static (AccountState State, string Role) State(Account account) => (account.State, account.Role);

    private static string? Text(System.Text.Json.JsonElement element, string name) => element.GetProperty(name).GetString();
}
