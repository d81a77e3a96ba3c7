using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;

namespace Orchestrator.Broker.Tests.Admission;

public sealed class SignInTests
{
    private const string Wrong = "not the password at all";

    [Fact]
    public async Task A_right_password_gives_a_certificate_for_the_consoles_own_key()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var signedIn = Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("ANNA", QuickPasswords.Good));
        Assert.Equal(("anna", "Anna Berg", "technician"), (signedIn.Account, signedIn.PrintedName, signedIn.Role));
        var configuration = broker.Parts.Keyring.Configuration;
        var verdict = CertificateVerifier.VerifyTechnician(signedIn.Certificate, signedIn.IssuingCertificate, configuration.RootCertificate, broker.Time.GetUtcNow());
        Assert.Equal(TestKeys.Technician.Public, verdict.Identity!.Key);
        Assert.True(verdict.Identity.NotAfter - broker.Time.GetUtcNow() <= TimeSpan.FromHours(12));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-6")]
    public async Task Nobody_learns_from_answer_or_work_why_a_sign_in_failed()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await broker.AddTrainedAsync("gone", "Gerd Onn");
        await broker.Changes.DisableAsync("gone", TestBroker.Owner, CancellationToken.None);
        (string Account, string Password)[] attempts =
        [
            ("anna", Wrong), ("nobody", Wrong), ("gone", QuickPasswords.Good), ("not a name!", Wrong), ("", ""), ("anna", ""),
            ("anna", new string('x', 5000)), ("anna", "\uD800 half a character"), (new string('n', 5000), Wrong),
        ];
        foreach (var (account, password) in attempts)
        {
            var before = broker.Passwords.Runs;
            var refused = Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync(account, password));
            Assert.Equal(new SignInOutcome.Refused(AdmissionCodes.SignInFailed, AdmissionCodes.SignInFailedSentence), refused);
            Assert.Equal(1, broker.Passwords.Runs - before);
            broker.Time.Advance(TimeSpan.FromMinutes(2));
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-2")]
    public async Task One_password_typed_on_two_keyboards_is_one_password()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("anna", "Anna Berg", "technician", "cre\u0300me bru\u0302le\u0301e pour tous");
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", "cr\u00E8me br\u00FBl\u00E9e pour tous"));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-5")]
    public async Task Ten_failures_close_a_name_for_a_quarter_of_an_hour()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await FailAsync(broker, 10);
        broker.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", QuickPasswords.Good));
        broker.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-5")]
    public async Task After_a_few_failures_a_guess_that_comes_too_early_doesnt_count()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        for (var i = 0; i < SignInLimits.FreeFailures; i++)
        {
            await broker.SignInAsync("anna", Wrong);
        }

        Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", QuickPasswords.Good));
        broker.Time.Advance(SignInLimits.Delay(SignInLimits.FreeFailures));
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-5")]
    public async Task A_hundred_failures_close_a_name_until_a_person_opens_it()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await FailAsync(broker, 100);
        await broker.SleepAsync(TimeSpan.FromDays(30));
        Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", QuickPasswords.Good));
        await broker.Changes.UnlockAsync("anna", TestBroker.Owner, CancellationToken.None);
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-5")]
    public async Task A_restart_forgives_nothing()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await FailAsync(broker, 10);
        await broker.CloseAsync();
        await broker.OpenAsync();
        Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", QuickPasswords.Good));
    }

    [Fact]
    public async Task Parallel_guesses_are_counted_one_by_one()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => broker.SignInAsync("anna", Wrong)));

        // Three count at once; the others came before the first waiting time was over.
        Assert.IsType<SignInOutcome.Refused>(await broker.SignInAsync("anna", QuickPasswords.Good));
        broker.Time.Advance(SignInLimits.Delay(SignInLimits.FreeFailures));
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good));
    }

    [Fact]
    public async Task Failures_are_one_number_in_the_log_and_no_names_of_strangers()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.SignInAsync("secretname", Wrong);
        await broker.SignInAsync("secretname", Wrong);
        await broker.CloseAsync();
        var line = Assert.Single(broker.LogLines(), l => l.Contains("sign-in.failures-counted", StringComparison.Ordinal));
        Assert.Contains("\"count\":2,\"sources\":1", line, StringComparison.Ordinal);
        Assert.DoesNotContain(broker.LogLines(), l => l.Contains("secretname", StringComparison.Ordinal));
    }

    /// <summary>Failures that all count: each after its waiting time, and after its lock.</summary>
    private static async Task FailAsync(TestBroker broker, int count)
    {
        for (var i = 0; i < count; i++)
        {
            broker.Time.Advance(i % SignInLimits.FailuresToLock == 0 ? SignInLimits.LockTime : TimeSpan.FromSeconds(64));
            await broker.SignInAsync("anna", Wrong);
        }
    }
}
