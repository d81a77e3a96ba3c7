using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Tests.Admission;

public sealed class AdmissionTests
{
    [Fact]
    [Trait("Requirement", "R-AUTHZ-4")]
    public async Task A_ticket_names_both_keys_the_log_and_the_case_and_verifies_at_the_instrument()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var admitted = Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish()));
        var configuration = broker.Parts.Keyring.Configuration;
        var expected = new TicketExpectation
        {
            Session = new SessionNumber(123456789),
            BrokerName = TestBroker.Domain,
            InstrumentKey = TestKeys.Instrument.Fingerprint,
            InstrumentLogKey = Ed25519Public.TryImport(TestBroker.LogKey.Span),
            TechnicianKey = TestKeys.Technician.Fingerprint,
        };
        var verdict = TicketAuthority.Verify(admitted.Ticket, configuration.Issuing, broker.Time.GetUtcNow(), expected);
        Assert.Equal(TicketRefusal.None, verdict.Refusal);
        var ticket = verdict.Accepted!.Ticket;
        Assert.Equal(("anna", "Anna Berg", "The run stopped on plate 3."), (ticket.Account, ticket.PrintedName, ticket.Reason));
        Assert.Equal(admitted.TicketId, ticket.Id.Hex);
        var technician = CertificateVerifier.VerifyTechnician(
            admitted.TechnicianCertificate, admitted.IssuingCertificate, configuration.RootCertificate, broker.Time.GetUtcNow());
        Assert.Equal(TicketRefusal.None, TicketAuthority.CheckTechnician(ticket, technician.Identity!));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(14_000)]
    public async Task A_ticket_and_its_certificate_count_for_an_end_whose_clock_is_as_old_as_the_brokers_last_word(int milliseconds)
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var admitted = Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish()));
        var configuration = broker.Parts.Keyring.Configuration;
        var there = broker.Time.GetUtcNow() - TimeSpan.FromMilliseconds(milliseconds);
        Assert.Equal(TicketRefusal.None, TicketAuthority.Verify(admitted.Ticket, configuration.Issuing, there, new TicketExpectation()).Refusal);
        var technician = CertificateVerifier.VerifyTechnician(admitted.TechnicianCertificate, admitted.IssuingCertificate, configuration.RootCertificate, there);
        Assert.NotNull(technician.Identity);
    }

    [Fact]
    public async Task What_the_issuing_key_signed_is_in_the_log_before_the_answer()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var size = broker.Parts.Journal.Size;
        var admitted = Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish()));
        Assert.Equal(size + 2, broker.Parts.Journal.Size);
        await broker.CloseAsync();
        Assert.Contains(broker.LogLines(), l => l.Contains("issuing.ticket", StringComparison.Ordinal) && l.Contains(admitted.TicketId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_log_nothing_is_signed_away()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await broker.Parts.Journal.DisposeAsync();
        await Assert.ThrowsAsync<Orchestrator.Broker.Journal.JournalException>(() => broker.AdmitAsync(broker.Wish()));
        await Assert.ThrowsAsync<Orchestrator.Broker.Journal.JournalException>(() => broker.SignInAsync("anna", QuickPasswords.Good));
    }

    [Fact]
    [Trait("Requirement", "R-TRN-1")]
    public async Task Without_a_current_course_nobody_is_admitted_and_the_course_is_named()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("ben", "Ben Ode", "technician");
        var never = await RefusedAsync(broker, broker.Wish("ben"));
        Assert.Equal(AdmissionCodes.TrainingExpired, never.Code);
        Assert.Contains("'remote-support', version 1", never.Sentence, StringComparison.Ordinal);

        await broker.AddTrainedAsync();
        await broker.SleepAsync(TimeSpan.FromDays(366));
        var expired = await RefusedAsync(broker, broker.Wish());
        Assert.Equal(AdmissionCodes.TrainingExpired, expired.Code);
        Assert.Contains("expired on 2027-03-02", expired.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-6")]
    public async Task Whoever_cant_sign_in_learns_nothing_of_sessions_or_training()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var wishes = new[]
        {
            broker.Wish(password: "not the password at all"),
            broker.Wish("nobody", "not the password at all") with { InstrumentKey = default },
            broker.Wish("nobody2", "not the password at all") with { TakenBy = "Ben Ode" },
        };
        foreach (var wish in wishes)
        {
            Assert.Equal(new AdmitOutcome.Refused(AdmissionCodes.SignInFailed, AdmissionCodes.SignInFailedSentence), await RefusedAsync(broker, wish));
        }
    }

    [Fact]
    public async Task Unknown_and_taken_sessions_are_told_apart_and_by_whom_taken()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var unknown = await RefusedAsync(broker, broker.Wish() with { InstrumentKey = default });
        Assert.Equal(AdmissionCodes.SessionUnknown, unknown.Code);
        Assert.Contains("123 456 789", unknown.Sentence, StringComparison.Ordinal);
        var taken = await RefusedAsync(broker, broker.Wish() with { TakenBy = "Ben Ode" });
        Assert.Equal(AdmissionCodes.SessionTaken, taken.Code);
        Assert.Contains("Ben Ode", taken.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_tickets_in_five_minutes_and_each_wants_the_password()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        var runs = broker.Passwords.Runs;
        for (var i = 0; i < 3; i++)
        {
            Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish()));
        }

        Assert.Equal(3, broker.Passwords.Runs - runs);
        Assert.Equal(AdmissionCodes.TooManyTickets, (await RefusedAsync(broker, broker.Wish())).Code);
        Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish(session: 987654321)));
        broker.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("\u202EdetreveR")]
    public async Task A_reason_that_cant_be_shown_is_refused(string reason)
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        Assert.Equal(AdmissionCodes.BadReason, (await RefusedAsync(broker, broker.Wish() with { Reason = reason })).Code);
    }

    [Fact]
    [Trait("Requirement", "R-CRY-2")]
    public async Task A_bad_console_key_gets_nothing_signed()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        Assert.Equal(AdmissionCodes.BadKey, (await RefusedAsync(broker, broker.Wish() with { ConsoleKey = new byte[300] })).Code);
    }

    [Fact]
    public async Task An_altered_training_record_admits_nobody()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await using (var db = broker.Store.CreateDbContext())
        {
            db.Training.First().ValidDays = 3000;
            await db.SaveChangesAsync();
        }

        await Assert.ThrowsAsync<BrokerException>(() => broker.AdmitAsync(broker.Wish()));
    }

    private static async Task<AdmitOutcome.Refused> RefusedAsync(TestBroker broker, AdmitRequest wish) =>
        Assert.IsType<AdmitOutcome.Refused>(await broker.AdmitAsync(wish));
}
