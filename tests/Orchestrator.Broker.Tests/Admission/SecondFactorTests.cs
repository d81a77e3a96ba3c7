using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Tests.Admission;

public sealed class SecondFactorTests
{
    private static readonly SignInOutcome.Refused No = new(AdmissionCodes.SignInFailed, AdmissionCodes.SignInFailedSentence);

    [Fact]
    [Trait("Requirement", "R-AUTH-4")]
    public async Task A_code_that_was_used_signs_nobody_in()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var code = broker.Code("anna");
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good, code));
        Assert.Equal(No, await broker.SignInAsync("anna", QuickPasswords.Good, code));
        broker.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(No, await broker.SignInAsync("anna", QuickPasswords.Good, code));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-9")]
    public async Task A_recorded_sign_in_gives_nothing_on_another_link_of_the_same_or_another_console()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await QuickActivation.ApproveAsync(broker.Store, "anna", TestKeys.Instrument.Fingerprint.Hex);
        var wish = broker.Wish();
        Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(wish));
        var expected = new AdmitOutcome.Refused(No.Code, No.Sentence);
        Assert.Equal(expected, await broker.AdmitAsync(wish));
        Assert.Equal(expected, await broker.AdmitAsync(wish with { ConsoleKey = TestKeys.Instrument.Public.Spki }));
        Assert.Equal(expected, await broker.AdmitAsync(wish with { Session = new Orchestrator.Domain.SessionNumber(987654321) }));
        Assert.Equal(No, await broker.SignInAsync("anna", QuickPasswords.Good, wish.SecondFactor));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-9")]
    public async Task A_certificate_of_another_console_doesnt_fit_the_ticket()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await QuickActivation.ApproveAsync(broker.Store, "anna", TestKeys.Instrument.Fingerprint.Hex);
        var other = Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good, console: TestKeys.Instrument.Public.Spki));
        var admitted = Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish()));
        var configuration = broker.Parts.Keyring.Configuration;
        var ticket = TicketAuthority.Verify(admitted.Ticket, configuration.Issuing, broker.Time.GetUtcNow(), new TicketExpectation()).Accepted!.Ticket;
        foreach (var (certificate, expected) in new[] { (admitted.TechnicianCertificate, true), (other.Certificate, false) })
        {
            var technician = CertificateVerifier.VerifyTechnician(certificate, admitted.IssuingCertificate, configuration.RootCertificate, broker.Time.GetUtcNow()).Identity!;
            Assert.Equal(expected, TicketAuthority.CheckTechnician(ticket, technician) == TicketRefusal.None);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "R-AUTH-4")]
    public async Task Of_many_sign_ins_with_one_code_at_the_same_moment_one_counts(bool fromPaper)
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await QuickActivation.ApproveAsync(broker.Store, "anna", TestKeys.Instrument.Fingerprint.Hex);
        var code = fromPaper ? broker.CodesOf("anna").FromPaper() : broker.Code("anna");

        // Two consoles have two counters, and no turn that one waits for: the store alone decides.
        var consoles = new[] { TestKeys.Technician.Public.Spki, TestKeys.Instrument.Public.Spki };
        var outcomes = await Task.WhenAll(consoles.Select(console => Task.Run(() => broker.SignInAsync("anna", QuickPasswords.Good, code, console))));
        Assert.Single(outcomes.OfType<SignInOutcome.SignedIn>());
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-4")]
    public async Task A_recovery_code_stands_in_once_and_the_record_says_so()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await broker.SignInAsync("anna", QuickPasswords.Good);
        var paper = broker.CodesOf("anna").FromPaper();
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good, paper.ToLowerInvariant().Replace('-', ' ')));
        Assert.Equal(No, await broker.SignInAsync("anna", QuickPasswords.Good, paper));
        await broker.CloseAsync();
        await broker.OpenAsync();
        await broker.CloseAsync();
        var people = broker.LogLines().Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement)
            .Where(r => r.GetProperty("event").GetString() == "sign-in.succeeded").Select(r => r.GetProperty("who")).ToList();
        Assert.Equal(["password+totp", "password+recovery-code"], people.Select(who => who.GetProperty("authentication").GetString()));
        Assert.All(people, who => Assert.Equal(("Anna Berg", "technician"), (who.GetProperty("name").GetString(), who.GetProperty("role").GetString())));
        Assert.Contains("\"left\":149", Assert.Single(broker.LogLines(), l => l.Contains("\"recovery-code.used\"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-6")]
    public async Task A_wrong_code_is_told_apart_from_a_wrong_password_by_nobody_and_spends_nothing()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await broker.AddTrainedAsync("ben", "Ben Ode");
        var right = broker.Code("anna");
        (string Account, string Password, string Code)[] attempts =
        [
            ("anna", QuickPasswords.Good, "000000"), ("anna", QuickPasswords.Good, ""), ("anna", "not the password at all", right), ("anna", QuickPasswords.Good, broker.Code("ben")),
            ("nobody", QuickPasswords.Good, right), ("anna", QuickPasswords.Good, new string('A', 5000)),
        ];
        foreach (var (account, password, code) in attempts)
        {
            var runs = broker.Passwords.Runs;
            Assert.Equal(No, await broker.SignInAsync(account, password, code));
            Assert.Equal(1, broker.Passwords.Runs - runs);
        }

        broker.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good, right));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-5")]
    public async Task A_thousand_strangers_against_one_name_dont_keep_its_owner_out()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var stranger = RsaIdentity.Generate(3072, SystemRandomSource.Instance).Public.Spki;
        for (var i = 0; i < 1000; i++)
        {
            broker.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(No, await broker.SignInAsync("anna", "not the password at all", "000000", stranger, $"198.51.{i / 250}.{i % 250}:40000"));
            if (i % 250 == 249)
            {
                Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good));
            }
        }

        // For strangers it is closed, whatever they know by now; for the owner's own console it never was.
        Assert.Equal(No, await broker.SignInAsync("anna", QuickPasswords.Good, broker.CodesOf("anna").FromPaper(), stranger));
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-5")]
    public async Task Guessing_at_the_owners_own_console_closes_it_there()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await QuickActivation.ApproveAsync(broker.Store, "anna", TestKeys.Instrument.Fingerprint.Hex);
        for (var i = 0; i < SignInLimits.FailuresToLock; i++)
        {
            broker.Time.Advance(TimeSpan.FromSeconds(64));
            await broker.SignInAsync("anna", "not the password at all", "000000");
        }

        Assert.Equal(No, await broker.SignInAsync("anna", QuickPasswords.Good));
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good, console: TestKeys.Instrument.Public.Spki));
    }

    [Theory]
    [InlineData(AccountRoles.Technician, true)]
    [InlineData(AccountRoles.Supervisor, true)]
    [InlineData(AccountRoles.Auditor, false)]
    [InlineData(AccountRoles.Admin, false)]
    public async Task Technicians_and_supervisors_join_sessions_and_have_certificates_and_nobody_else(string role, bool may)
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("anna", "Anna Berg", role);
        if (may)
        {
            await broker.TrainAsync("anna");
        }

        var signedIn = Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good));
        Assert.Equal((role, may), (signedIn.Role, signedIn.Certificate.Length > 0));
        var outcome = await broker.AdmitAsync(broker.Wish());
        Assert.Equal(may, outcome is AdmitOutcome.Admitted);
        Assert.True(may || outcome is AdmitOutcome.Refused { Code: AdmissionCodes.RoleNotAdmitted });
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-3")]
    public async Task An_old_hash_is_made_anew_at_a_sign_in()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await using (var db = broker.Store.CreateDbContext())
        {
            db.Accounts.Single().PasswordHash = new Orchestrator.Trust.Passwords.PasswordHasher(
                SystemRandomSource.Instance, new Orchestrator.Trust.Passwords.Argon2Cost(16, 1, 1), Orchestrator.Trust.Passwords.PasswordPolicy.Default).Hash(QuickPasswords.Good);
            await db.SaveChangesAsync();
        }

        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good));
        await using var after = broker.Store.CreateDbContext();
        Assert.StartsWith("$argon2id$v=19$m=8,t=1,p=1$", after.Accounts.Single().PasswordHash, StringComparison.Ordinal);
        Assert.IsType<SignInOutcome.SignedIn>(await broker.SignInAsync("anna", QuickPasswords.Good));
    }
}
