using System.Text.Json;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using static Orchestrator.Broker.Tests.Reviews.FinishedSession;

namespace Orchestrator.Broker.Tests.Reviews;

public sealed class ReviewTests
{
    private static readonly string Session = Number.ToString();

    [Fact]
    [Trait("Requirement", "R-AUD-13")]
    [Trait("Requirement", "R-AUTHZ-6")]
    public async Task A_review_names_who_when_what_it_means_and_exactly_what_was_read_and_later_records_dont_change_it()
    {
        await using var broker = await CreateAsync();
        Assert.Equal(("not-reviewed", 0L, 6L), await StatusAsync(broker));
        var (code, said, error) = await SignAsync(broker, "rosa", Session, "--meaning", "reviewed");
        Assert.True(code == 0, error);
        Assert.StartsWith("Signed by Rosa Klein (rosa), 2026-03-02 09:00:00 UTC: reviewed.", said, StringComparison.Ordinal);
        await ServeAsync(broker);

        using (var record = JsonDocument.Parse(broker.LogLines()[^1]))
        {
            var who = record.RootElement.GetProperty("who");
            Assert.Equal(("review.signed", "auditor", "Rosa Klein", "rosa", "password+totp"), (Text(record.RootElement, "event"), Text(who, "kind"), Text(who, "name"), Text(who, "account"), Text(who, "authentication")));
            Assert.Equal("Rosa Klein signed session 123456789: reviewed.", Text(record.RootElement, "text"));
            Assert.Equal((3, 3), (record.RootElement.GetProperty("data").GetProperty("claims").GetInt32(), record.RootElement.GetProperty("data").GetProperty("records").GetInt32()));
        }

        Assert.Equal(("reviewed", 6L, 0L), await StatusAsync(broker));
        await ClaimAsync(broker, 2);
        Assert.Equal(("reviewed", 6L, 2L), await StatusAsync(broker));

        var paper = Path.Combine(broker.Folder.Root, "..", "paper");
        Assert.Equal(0, (await RunAsync(broker, "", "export", Session, "--out", paper)).Code);
        var page = await File.ReadAllTextAsync(Path.Combine(paper, $"session-{Session}.html"));
        var signatures = page[page.IndexOf("<h2>Signatures", StringComparison.Ordinal)..page.IndexOf("<h2>The instrument", StringComparison.Ordinal)];
        foreach (var part in new[] { "Rosa Klein", "2026-03-02T09:00:00.000Z", "<bdi>reviewed</bdi>" })
        {
            Assert.Contains(part, signatures, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-13")]
    public async Task A_review_whose_records_were_changed_is_named()
    {
        await using var broker = await CreateAsync();
        Assert.Equal(0, (await SignAsync(broker, "rosa", Session, "--meaning", "reviewed-with-remarks", "--remarks", "Plate 3 again.")).Code);
        await ServeAsync(broker);
        await using (var db = broker.Store.CreateDbContext())
        {
            var claim = db.Claims.Single(c => c.Sequence == 1);
            claim.Line = [.. claim.Line[..^1], (byte)' ', (byte)'}'];
            await db.SaveChangesAsync();
        }

        var (code, said, _) = await RunAsync(broker, "", "review", "--status");
        Assert.Equal(1, code);
        Assert.Contains("session 123456789  differs  Rosa Klein", said, StringComparison.Ordinal);

        // And nobody can say of it that all is well; that it isn't can be signed.
        Assert.Equal((int)ExitCode.Refused, (await SignAsync(broker, "rosa", Session, "--meaning", "reviewed")).Code);
        Assert.Equal(0, (await SignAsync(broker, "rosa", Session, "--meaning", "rejected", "--remarks", "Record 1 was changed.")).Code);
    }

    [Theory]
    [Trait("Requirement", "R-AUD-13")]
    [InlineData("technician")]
    [InlineData("approver")]
    [InlineData("role")]
    [InlineData("admin")]
    public async Task Whoever_took_part_or_is_no_auditor_signs_nothing(string why)
    {
        await using var broker = await CreateAsync();
        if (why is "technician" or "approver")
        {
            await broker.OpenAsync();
            BrokerObservation part = why == "technician"
                ? new BrokerObservations.TicketIssued(Number, "Rosa", "password+totp", "00fe", "00")
                : new ApprovalObservations.ApprovalGiven(Number, "1", new ProvenPerson("rosa", "Rosa Klein", "supervisor", "password+totp", "00"), "anna", "Anna Berg", CapabilitySet.Everything, "urgent");
            await broker.Parts.Journal.AppendAsync(part, CancellationToken.None);
            await broker.CloseAsync();
        }
        else if (why == "admin")
        {
            await broker.AddActivatedAsync("quinn", "Quinn Fox", "admin");
        }

        var name = why == "role" ? "anna" : why == "admin" ? "quinn" : "rosa";
        var (code, _, error) = await SignAsync(broker, name, Session, "--meaning", "reviewed");
        Assert.Equal((int)(why is "role" or "admin" ? ExitCode.NotProven : ExitCode.Refused), code);
        Assert.Contains(why is "role" or "admin" ? "only an auditor signs" : "took part", error, StringComparison.Ordinal);
        await ServeAsync(broker);
        Assert.DoesNotContain(broker.LogLines(), line => line.Contains("review.signed", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-6")]
    public async Task Each_signature_needs_password_and_a_new_code()
    {
        await using var broker = await CreateAsync();
        var input = $"{QuickPasswords.Good}\n{broker.Code("rosa")}\n";
        string[] review = ["review", Session, "--meaning", "reviewed", "--account", "rosa", "--account-stdin"];
        Assert.Equal(0, (await RunAsync(broker, input, review)).Code);
        Assert.Equal((int)ExitCode.NotProven, (await RunAsync(broker, input, review)).Code);
        Assert.Equal((int)ExitCode.NotProven, (await RunAsync(broker, $"not the password at all\n{broker.Code("rosa")}\n", review)).Code);
        Assert.Equal((int)ExitCode.Refused, (await RunAsync(broker, "", review)).Code);
    }

    [Fact]
    public async Task A_session_that_runs_isnt_reviewed()
    {
        await using var broker = await CreateAsync(ended: false);
        var (code, _, error) = await SignAsync(broker, "rosa", Session, "--meaning", "reviewed");
        Assert.Equal(((int)ExitCode.Refused, true), (code, error.Contains("no END", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-13")]
    public async Task A_range_of_the_brokers_log_is_signed_but_not_ones_own_deeds()
    {
        await using var broker = await CreateAsync();
        var last = broker.LogLines().Length - 1;
        var (code, _, error) = await SignAsync(broker, "rosa", "--range", $"0-{last}", "--meaning", "reviewed");
        Assert.True(code == 0, error);
        await ServeAsync(broker);
        Assert.Equal((int)ExitCode.Refused, (await SignAsync(broker, "rosa", "--range", $"0-{last + 1}", "--meaning", "reviewed")).Code);
        Assert.Equal((int)ExitCode.NotFound, (await SignAsync(broker, "rosa", "--range", "0-999", "--meaning", "reviewed")).Code);
        var status = await RunAsync(broker, "", "review", "--status");
        Assert.Equal(0, status.Code);
        Assert.Contains($"records 0 to {last}", status.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "123456789", "--meaning", "fine", "--account", "rosa")]
    [InlineData(2, "123456789", "--meaning", "rejected", "--account", "rosa")]
    [InlineData(2, "123456789", "--meaning", "reviewed")]
    [InlineData(2, "--meaning", "reviewed", "--account", "rosa")]
    [InlineData(2, "123456789", "--range", "0-1", "--meaning", "reviewed", "--account", "rosa")]
    [InlineData(2, "--range", "1", "--meaning", "reviewed", "--account", "rosa")]
    [InlineData(3, "123456789", "--meaning", "rejected", "--remarks", "a\nb", "--account", "rosa")]
    [InlineData(4, "100000000", "--meaning", "reviewed", "--account", "rosa")]
    public async Task What_cant_be_signed_is_named(int expected, params string[] args)
    {
        await using var broker = await CreateAsync();
        var (code, _, error) = await RunAsync(broker, "", ["review", .. args]);
        Assert.Equal((expected, true), (code, error.Length > 10));
    }

    private static async Task<(string State, long Before, long After)> StatusAsync(TestBroker broker)
    {
        using var status = JsonDocument.Parse((await RunAsync(broker, "", "review", Session, "--status", "--json")).Output);
        var line = status.RootElement.EnumerateArray().Single();
        return (Text(line, "state"), line.GetProperty("before").GetInt64(), line.GetProperty("after").GetInt64());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
