using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Accounts.Activation;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport;

namespace Orchestrator.Broker.Tests.Accounts.Activation;

public sealed class ActivationTests
{
    private static readonly string Console = TestKeys.Technician.Fingerprint.Hex;

    [Fact]
    [Trait("Requirement", "R-AUTH-10")]
    public async Task An_owner_chooses_the_password_alone_and_signs_in_once_somebody_else_approved_the_console()
    {
        await using var broker = await TestBroker.CreateAsync();
        var made = await broker.Accounts.AddAsync("anna", "Anna Berg", AccountRoles.Technician, TestBroker.Owner, CancellationToken.None);
        Assert.Equal(AccountState.ToBeActivated, made.Account.State);
        Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", QuickPasswords.Good));

        var (secret, activated) = await ActivateAsync(broker, "Anna", made.SetupCode.ToLowerInvariant());

        Assert.Equal(10, activated.RecoveryCodes.Distinct().Count());
        Assert.False(activated.ConsoleApproved);
        Assert.Equal(AccountState.Active, (await broker.Accounts.FindAsync("anna", CancellationToken.None)).State);
        broker.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("CONSOLE_NOT_APPROVED", Code(await broker.SignInAsync("anna", QuickPasswords.Good, Now(broker, secret))));
        await broker.Consoles.ApproveAsync("anna", Console[..20], TestBroker.Owner, CancellationToken.None);
        broker.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good, Now(broker, secret)));
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good, activated.RecoveryCodes[3]));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-10")]
    public async Task A_setup_code_counts_once()
    {
        await using var broker = await TestBroker.CreateAsync();
        var made = await AddAsync(broker);
        await ActivateAsync(broker, "anna", made.SetupCode);
        Assert.Equal(ActivationCodes.Failed, await RefusedAsync(broker, "anna", made.SetupCode));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-10")]
    public async Task Of_two_links_that_hold_one_setup_code_the_first_confirmation_counts()
    {
        await using var broker = await TestBroker.CreateAsync();
        var made = await AddAsync(broker);
        var first = await OfferedAsync(broker, "anna", made.SetupCode);
        var second = await OfferedAsync(broker, "anna", made.SetupCode, "another password of the thief");
        var outcomes = await Task.WhenAll(new[] { first, second }.Select(o => o.Activation.ConfirmAsync(Now(broker, o.Secret), CancellationToken.None)));
        Assert.Single(outcomes.OfType<ConfirmationOutcome.Activated>());
        Assert.Equal(ActivationCodes.Failed, Assert.Single(outcomes.OfType<ConfirmationOutcome.Refused>()).Code);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-10")]
    public async Task A_setup_code_runs_out_after_three_days()
    {
        await using var broker = await TestBroker.CreateAsync();
        var made = await AddAsync(broker);
        var offered = await OfferedAsync(broker, "anna", made.SetupCode);
        await broker.SleepAsync(SetupCode.Life - TimeSpan.FromSeconds(1));
        Assert.IsType<ActivationOutcome.Offered>(await BeginAsync(broker, "anna", made.SetupCode));
        await broker.SleepAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(ActivationCodes.Failed, await RefusedAsync(broker, "anna", made.SetupCode));
        Assert.IsType<ConfirmationOutcome.Refused>(await offered.Activation.ConfirmAsync(Now(broker, offered.Secret), CancellationToken.None));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-6")]
    public async Task Nobody_learns_from_a_refused_activation_whether_a_name_exists()
    {
        await using var broker = await TestBroker.CreateAsync();
        var made = await AddAsync(broker);
        await broker.AddTrainedAsync("ben", "Ben Ode");
        var gone = await broker.Accounts.AddAsync("gone", "Gerd Onn", AccountRoles.Technician, TestBroker.Owner, CancellationToken.None);
        await broker.Changes.DisableAsync("gone", TestBroker.Owner, CancellationToken.None);
        foreach (var (name, code) in new[] { ("anna", "AAAA-AAAA-AAAA-AAAA"), ("nobody", made.SetupCode), ("ben", made.SetupCode), ("gone", gone.SetupCode), ("not a name!", ""), ("anna", "") })
        {
            var runs = broker.Passwords.Runs;
            Assert.Equal(new ActivationOutcome.Refused(ActivationCodes.Failed, ActivationCodes.FailedSentence), await BeginAsync(broker, name, code, "short"));
            Assert.Equal(runs, broker.Passwords.Runs);
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-2")]
    public async Task A_password_that_the_rules_refuse_is_refused_in_words_and_the_setup_code_still_counts()
    {
        await using var broker = await TestBroker.CreateAsync();
        var made = await AddAsync(broker);
        foreach (var password in new[] { "too short", "passwordpassword", "Anna Berg Anna Berg" })
        {
            Assert.Equal(ActivationCodes.PasswordRefused, await RefusedAsync(broker, "anna", made.SetupCode, password));
        }

        await ActivateAsync(broker, "anna", made.SetupCode);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-4")]
    public async Task Without_a_right_first_code_nothing_changes()
    {
        await using var broker = await TestBroker.CreateAsync();
        var made = await AddAsync(broker);
        var offered = await OfferedAsync(broker, "anna", made.SetupCode);
        var wrong = OneTimeCodes.At(offered.Secret, OneTimeCodes.StepAt(broker.Time.GetUtcNow()) + 5);
        foreach (var again in new[] { true, true, false })
        {
            var refused = Assert.IsType<ConfirmationOutcome.Refused>(await offered.Activation.ConfirmAsync(wrong, CancellationToken.None));
            Assert.Equal((ActivationCodes.CodeWrong, again), (refused.Code, refused.MayTryAgain));
        }

        Assert.Equal(AccountState.ToBeActivated, (await broker.Accounts.FindAsync("anna", CancellationToken.None)).State);
        Assert.Empty(await broker.Consoles.ListAsync("anna", CancellationToken.None));
        await ActivateAsync(broker, "anna", made.SetupCode);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-4")]
    public async Task The_code_that_proved_the_authenticator_signs_nobody_in_afterwards()
    {
        await using var broker = await TestBroker.CreateAsync();
        var (secret, _) = await ActivateAsync(broker, "anna", (await AddAsync(broker)).SetupCode);
        await broker.Consoles.ApproveAsync("anna", Console, TestBroker.Owner, CancellationToken.None);
        Assert.Equal("SIGN_IN_FAILED", Code(await broker.SignInAsync("anna", QuickPasswords.Good, Now(broker, secret))));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-3")]
    public async Task Neither_store_nor_log_has_a_password_a_secret_or_a_code_in_clear()
    {
        await using var broker = await TestBroker.CreateAsync();
        var made = await AddAsync(broker);
        var (secret, activated) = await ActivateAsync(broker, "anna", made.SetupCode);
        await broker.Consoles.ApproveAsync("anna", Console, TestBroker.Owner, CancellationToken.None);
        await broker.SignInAsync("anna", QuickPasswords.Good, activated.RecoveryCodes[0]);
        var again = await broker.Changes.ResetAsync("anna", "lost telephone", TestBroker.Owner, CancellationToken.None);
        await broker.CloseAsync();
        broker.Store.Release();
        string[] texts = [QuickPasswords.Good, made.SetupCode, again.SetupCode, .. activated.RecoveryCodes];
        var canaries = texts.SelectMany(t => new[] { t, t.Replace("-", "", StringComparison.Ordinal) }).Select(System.Text.Encoding.UTF8.GetBytes).Append(secret).ToList();
        var files = Directory.GetFiles(broker.Folder.Root, "*", SearchOption.AllDirectories);
        Assert.Contains(files, f => f.EndsWith("records.jsonl", StringComparison.Ordinal));
        Assert.All(files, file => Assert.All(canaries, canary => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(canary))));
    }

    private static Task<NewAccount> AddAsync(TestBroker broker) =>
        broker.Accounts.AddAsync("anna", "Anna Berg", AccountRoles.Technician, TestBroker.Owner, CancellationToken.None);

    private static Task<ActivationOutcome> BeginAsync(TestBroker broker, string account, string setupCode, string password = QuickPasswords.Good) =>
        broker.Parts.Activation.BeginAsync(new ActivationRequest(account, setupCode, password, TestKeys.Technician.Public.Spki, TestBroker.Address), CancellationToken.None);

    private static async Task<ActivationOutcome.Offered> OfferedAsync(TestBroker broker, string account, string setupCode, string password = QuickPasswords.Good) =>
        Assert.IsType<ActivationOutcome.Offered>(await BeginAsync(broker, account, setupCode, password));

    private static async Task<string> RefusedAsync(TestBroker broker, string account, string setupCode, string password = QuickPasswords.Good) =>
        Assert.IsType<ActivationOutcome.Refused>(await BeginAsync(broker, account, setupCode, password)).Code;

    private static async Task<(byte[] Secret, ConfirmationOutcome.Activated Activated)> ActivateAsync(TestBroker broker, string account, string setupCode)
    {
        var offered = await OfferedAsync(broker, account, setupCode);
        return (offered.Secret, Assert.IsType<ConfirmationOutcome.Activated>(await offered.Activation.ConfirmAsync(Now(broker, offered.Secret), CancellationToken.None)));
    }

    private static string Now(TestBroker broker, byte[] secret) => OneTimeCodes.At(secret, OneTimeCodes.StepAt(broker.Time.GetUtcNow()));

    private static string Code(SignInOutcome outcome) => Assert.IsType<SignInOutcome.Refused>(outcome).Code;
}
