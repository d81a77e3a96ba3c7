using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;
using static Orchestrator.Trust.Tests.TestCertificates;

namespace Orchestrator.Trust.Tests.Tickets;

[Trait("Requirement", "R-ZT-2")]
public sealed class TicketTests
{
    private static readonly SessionNumber Session = new(123_456_789);
    private static readonly Ed25519Public LogKey = Ed25519Key.Generate(new SeededRandom(7)).Public;
    private static readonly IssuingIdentity Issuer = CertificateVerifier.VerifyIssuing(Issuing, Root, Now).Identity!;
    private static readonly TechnicianIdentity Tina = CertificateVerifier.VerifyTechnician(TestCertificates.Technician, Issuing, Root, Now).Identity!;

    private static readonly TicketCapability View = new() { Capability = Capability.ViewScreen, Minutes = 20, ApprovedBy = "Petra Lind" };

    private static readonly TicketCapability Send = new()
    {
        Capability = Capability.SendFile, Minutes = 10, Files = new FileLimits(1 << 20, FileTypes.Of(".csv", ".gwl"), Folders.Of("/runs/in", "C:\\Runs\\In")),
    };

    private static readonly TicketExpectation AtInstrument = new()
    {
        Session = Session, BrokerName = BrokerName, InstrumentKey = TestKeys.Instrument.Fingerprint, InstrumentLogKey = LogKey,
    };

    private static readonly Ticket Good = new()
    {
        Id = TicketId.New(new SeededRandom(1)), Session = Session, Account = "t.weber", PrintedName = "Tina Weber", Role = "Support engineer",
        TechnicianCertificateSha256 = Tina.CertificateSha256, TechnicianKey = TestKeys.Technician.Fingerprint, InstrumentKey = TestKeys.Instrument.Fingerprint,
        InstrumentLogKey = LogKey.Bytes, Capabilities = [View, Send], Policy = SampleTerms.Policy, NotBefore = Now, NotAfter = Now.AddHours(1),
        BrokerName = BrokerName, Reason = "Der Lauf hält bei „Flüssigkeit nicht erkannt“ an.",
    };

    [Fact]
    public void A_ticket_is_accepted_at_the_instrument_and_names_its_technician()
    {
        var verdict = TicketAuthority.Verify(Sign(Good).Span, Issuer, Now, AtInstrument);
        Assert.True(verdict.IsAccepted, verdict.Refusal.ToString());
        Assert.Equal(Good.Reason, verdict.Accepted.Ticket.Reason);
        Assert.Equal(TicketCodec.Write(Good), TicketCodec.Write(verdict.Accepted.Ticket));
        Assert.Equal(Sign(Good).Length, verdict.Accepted.Bytes.Length);
        Assert.Equal(TicketRefusal.None, TicketAuthority.CheckTechnician(verdict.Accepted.Ticket, Tina));
    }

    public static TheoryData<TicketRefusal> Refusals => new(
        TicketRefusal.NotYetValid, TicketRefusal.Expired, TicketRefusal.WrongSession, TicketRefusal.WrongBroker, TicketRefusal.WrongInstrumentKey,
        TicketRefusal.WrongLogKey, TicketRefusal.WrongTechnicianKey, TicketRefusal.BadSignature, TicketRefusal.UnknownVersion, TicketRefusal.OutdatedVersion,
        TicketRefusal.Malformed);

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_ticket_is_refused_by_name(TicketRefusal expected)
    {
        var bytes = Sign(Good).Span;
        var verdict = expected switch
        {
            TicketRefusal.NotYetValid => TicketAuthority.Verify(bytes, Issuer, Now.AddMilliseconds(-1), AtInstrument),
            TicketRefusal.Expired => TicketAuthority.Verify(bytes, Issuer, Now.AddHours(1).AddMilliseconds(1), AtInstrument),
            TicketRefusal.WrongSession => TicketAuthority.Verify(bytes, Issuer, Now, AtInstrument with { Session = new SessionNumber(123_456_780) }),
            TicketRefusal.WrongBroker => TicketAuthority.Verify(bytes, Issuer, Now, AtInstrument with { BrokerName = "b2.vendor.example" }),
            TicketRefusal.WrongInstrumentKey => TicketAuthority.Verify(bytes, Issuer, Now, AtInstrument with { InstrumentKey = TestKeys.Stranger.Fingerprint }),
            TicketRefusal.WrongLogKey => TicketAuthority.Verify(bytes, Issuer, Now, AtInstrument with { InstrumentLogKey = Ed25519Key.Generate(new SeededRandom(8)).Public }),
            TicketRefusal.WrongTechnicianKey => TicketAuthority.Verify(bytes, Issuer, Now, new TicketExpectation { TechnicianKey = TestKeys.Stranger.Fingerprint }),
            TicketRefusal.BadSignature => TicketAuthority.Verify(TicketAuthority.Issue(TestKeys.Stranger, Good).Bytes.Span, Issuer, Now, AtInstrument),
            TicketRefusal.UnknownVersion => TicketAuthority.Verify(WithVersion(3), Issuer, Now, AtInstrument),
            TicketRefusal.OutdatedVersion => TicketAuthority.Verify(WithVersion(1), Issuer, Now, AtInstrument),
            _ => TicketAuthority.Verify([], Issuer, Now, AtInstrument),
        };
        Assert.Equal(expected, verdict.Refusal);
        Assert.False(verdict.IsAccepted);
    }

    [Fact]
    public void A_ticket_signed_in_another_context_is_refused()
    {
        var content = TicketCodec.Write(Good);
        var forged = SignedTicket.Of(Good, content, TestKeys.Issuing.Sign("configuration", content));
        Assert.Equal(TicketRefusal.BadSignature, TicketAuthority.Verify(forged.Bytes.Span, Issuer, Now, AtInstrument).Refusal);
    }

    [Fact]
    public void Another_technician_isnt_the_one_named()
    {
        Assert.Equal(TicketRefusal.WrongTechnicianKey, TicketAuthority.CheckTechnician(Good with { TechnicianKey = TestKeys.Stranger.Fingerprint }, Tina));
        Assert.Equal(TicketRefusal.WrongCertificate, TicketAuthority.CheckTechnician(Good with { TechnicianCertificateSha256 = new byte[32] }, Tina));
        Assert.Equal(TicketRefusal.WrongTechnician, TicketAuthority.CheckTechnician(Good with { Account = "someone" }, Tina));
        Assert.Equal(TicketRefusal.WrongTechnician, TicketAuthority.CheckTechnician(Good with { PrintedName = "Someone Else" }, Tina));
    }

    [Fact]
    public void No_byte_can_be_changed_left_out_or_added()
    {
        var bytes = Sign(Good).ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 0x10;
            Assert.False(TicketAuthority.Verify(changed, Issuer, Now, AtInstrument).IsAccepted, $"byte {i} changed");
            Assert.Equal(TicketRefusal.Malformed, TicketAuthority.Verify(bytes.AsSpan(0, i), Issuer, Now, AtInstrument).Refusal);
        }

        Assert.Equal(TicketRefusal.Malformed, TicketAuthority.Verify([.. bytes, 0], Issuer, Now, AtInstrument).Refusal);
    }

    [Fact]
    public void What_parses_is_written_again_identically_even_with_random_changes()
    {
        var random = new SeededRandom(42);
        var content = TicketCodec.Write(Good);
        var draw = new byte[4];
        var parsed = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var changed = (byte[])content.Clone();
            random.Fill(draw);
            changed[((draw[0] << 8) | draw[1]) % changed.Length] = draw[2];
            if (TicketCodec.TryRead(changed, out _) is not { } ticket)
                continue;
            parsed++;
            Assert.Equal(changed, TicketCodec.Write(ticket));
        }

        Assert.True(parsed > 1000, $"only {parsed} changed tickets parsed: the test proves little");
    }

    public static TheoryData<string> Unwritable => new(
        "reason", "name", "direction", "nothing", "minutes", "too long", "times", "lifetime", "broker", "unknown capability", "zone", "descending", "twice", "files of a view", "no files",
        "no type", "no folder", "too many types", "too many folders", "too long folders", "bytes", "approver", "policy version");

    [Theory]
    [MemberData(nameof(Unwritable))]
    public void A_ticket_outside_its_limits_isnt_written(string what)
    {
        var bad = what switch
        {
            "reason" => Good with { Reason = new string('x', 501) },
            "name" => Good with { PrintedName = "Tina\nWeber" },
            "direction" => Good with { PrintedName = "Tina \u202Erebew" },
            "nothing" => Good with { Capabilities = [] },
            "minutes" => Good with { Capabilities = [View with { Minutes = 0 }] },
            "too long" => Good with { Capabilities = [View with { Minutes = 721 }] },
            "times" => Good with { NotAfter = Now },
            "lifetime" => Good with { NotAfter = Now.AddHours(12).AddMilliseconds(1) },
            "broker" => Good with { BrokerName = "10.0.0.1" },
            "unknown capability" => Good with { Capabilities = [View with { Capability = (Capability)7 }] },
            "descending" => Good with { Capabilities = [Send, View] },
            "twice" => Good with { Capabilities = [View, View] },
            "files of a view" => Good with { Capabilities = [View with { Files = FileLimits.Any }] },
            "no files" => Good with { Capabilities = [Send with { Files = null }] },
            "no type" => WithFiles(f => f with { Types = FileTypes.Of() }),
            "no folder" => WithFiles(f => f with { Folders = Folders.Of() }),
            "too many types" => WithFiles(f => f with { Types = FileTypes.Of(Enumerable.Range(0, 33).Select(n => $".t{n}")) }),
            "too many folders" => WithFiles(f => f with { Folders = Folders.Of(Enumerable.Range(0, 9).Select(n => $"/f{n}")) }),
            "too long folders" => WithFiles(f => f with { Folders = Folders.Of(Enumerable.Range(0, 8).Select(n => $"/f{n}/{new string('x', 130)}")) }),
            "bytes" => WithFiles(f => f with { MaxBytes = (4L << 30) + 1 }),
            "approver" => Good with { Capabilities = [View with { ApprovedBy = "" }] },
            "policy version" => Good with { Policy = Good.Policy with { Version = 0 } },
            _ => Good with { NotBefore = Now.ToOffset(TimeSpan.FromHours(2)) },
        };
        Assert.Equal(TrustFault.OutOfRange, Assert.Throws<TrustException>(() => TicketCodec.Write(bad)).Fault);
    }

    [Fact]
    public void The_largest_ticket_fits_under_the_largest_key()
    {
        var files = new FileLimits(
            4L << 30, FileTypes.Of(Enumerable.Range(0, 32).Select(n => $".{n:d15}")), Folders.Of(Enumerable.Range(0, 8).Select(n => $"/{n:d2}/{new string('x', 124)}")));
        var ticket = Good with
        {
            Account = new string('a', 64), PrintedName = Wide(100), Role = Wide(64), Reason = Wide(500),
            BrokerName = string.Join('.', Enumerable.Repeat(new string('b', 61), 4)),
            Capabilities = [.. Domain.Capabilities.All.Select(c => new TicketCapability { Capability = c, Minutes = 720, ApprovedBy = Wide(100), Files = c.IsOneFile() ? files : null })],
        };
        var read = SignedTicket.TryRead(SignedTicket.Of(ticket, TicketCodec.Write(ticket), new byte[1024]).Bytes.Span, out var refusal);
        Assert.Equal(TicketRefusal.None, refusal);
        Assert.Equal(files, read!.Ticket.Capabilities[2].Files);
        Assert.Equal(Wide(100), read.Ticket.Capabilities[5].ApprovedBy);
    }

    [Fact]
    public void A_reason_of_500_characters_outside_the_basic_plane_fits()
    {
        var ticket = Good with { Reason = string.Concat(Enumerable.Repeat("🔬", 500)) };
        Assert.True(TicketAuthority.Verify(Sign(ticket).Span, Issuer, Now, AtInstrument).IsAccepted);
    }

    private static string Wide(int count) => string.Concat(Enumerable.Repeat("🔬", count));

    private static Ticket WithFiles(Func<FileLimits, FileLimits> change) => Good with { Capabilities = [View, Send with { Files = change(Send.Files!) }] };

    private static ReadOnlyMemory<byte> Sign(Ticket ticket) => TicketAuthority.Issue(TestKeys.Issuing, ticket).Bytes;

    private static byte[] WithVersion(byte version)
    {
        var content = TicketCodec.Write(Good);
        content[0] = version;
        return SignedTicket.Of(Good, content, TestKeys.Issuing.Sign("ticket", content)).Bytes.ToArray();
    }
}
