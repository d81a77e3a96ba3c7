using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Tests.Receipts;

/// <summary>A real log of a session with a receipt for every way of answering, signed by real keys. A test changes one thing on the way and asks the verifier.</summary>
internal sealed class ReceiptStory : IDisposable
{
    public const string Session = "123456789";
    public const string Ticket = "00ff";

    private static readonly FileOffer File = new("lists/ünit.gwl", 1234, new string('c', 64));
    private static readonly string Transcript = Convert.ToHexStringLower(Enumerable.Range(0, 48).Select(i => (byte)i).ToArray());
    private static readonly Technician Ada = new("ada", "Ada Lovelace", "technician", "Vendor AG", TestKeys.Technician.Fingerprint.Hex, Ticket, "liquid not detected");

    private readonly TestLog _test = new();
    private readonly SeededRandom _random = new(11);
    private RecordLog _log = null!;
    private ErasableTexts _texts = null!;

    /// <summary>Changes a receipt before it is signed: what a lying instrument could do.</summary>
    public Func<ConsentReceipt, ConsentReceipt> Lie { get; set; } = receipt => receipt;

    /// <summary>Changes a receipt after it was signed.</summary>
    public Func<Receipt, Receipt> Forge { get; set; } = receipt => receipt;

    /// <summary>Changes a question after the technician signed it.</summary>
    public Func<Asked, Asked> Misquote { get; set; } = asked => asked;

    /// <summary>Changes any event before it is written.</summary>
    public Func<SessionEvent, SessionEvent> Change { get; set; } = happened => happened;

    /// <summary>Who signs receipts.</summary>
    public RsaIdentity Run { get; set; } = TestKeys.Instrument;

    /// <summary>Who signs asks.</summary>
    public RsaIdentity Asker { get; set; } = TestKeys.Technician;

    public LogFolder Folder => _test.Folder;

    public string Key => _test.Signer.Key.ToString();

    public static ConsentReceipt Sample { get; } = new()
    {
        Nonce = "000102030405060708090a0b0c0d0e0f",
        Session = Session,
        Transcript = Transcript,
        Ticket = Ticket,
        Ask = new AskId(7),
        AskSha256 = new string('a', 64),
        Capability = Capability.SendFile,
        Minutes = 5,
        File = File,
        Path = "/home/lab/lists/ünit.gwl",
        Replaces = true,
        Text = "Ada Lovelace (ada, Vendor AG) asks to put the file “lists/ünit.gwl” on this computer.\nFor: 5 minutes\nWhy: \"a corrected list\" \u202e",
        Language = "en",
        Answer = ConsentReceipt.Allowed,
        SasResult = ConsentReceipt.SasMatched,
        Policy = SampleTerms.Policy.Sha256,
        Technician = new ReceiptTechnician("ada", "Ada Lovelace", "Vendor AG", new string('b', 64)),
        Operator = new ReceiptOperator("Grace Hopper", "lab\\operator"),
        When = new RecordStamp(1795161600000, 60, 123456, ClockStates.AgreesWithBroker),
    };

    /// <summary>Tells the whole session.</summary>
    public async Task TellAsync()
    {
        await using var log = await RecordLog.OpenAsync(_test.Options(), new RecordContext(), TestLog.Self);
        (_log, _texts) = (log, ErasableTexts.Open(_test.Folder, _random));
        await BeginAsync();
        var view = await AskAsync(new Asked(new AskId(1), Party.Technician, Capability.ViewScreen, 20, "to see the error", null, null, null));
        await AppendAsync(new Granted(new GrantId(1), view.Ask, view.Capability, 1200, new SessionTime(1), Hash(Text(view)), view.Signed!.Sha256, Answer(view, ConsentReceipt.Allowed)));
        await AppendAsync(new ChannelOpened(new ChannelId(1), new GrantId(1), view.Capability));
        var more = await AskAsync(new Asked(new AskId(2), Party.Instrument, Capability.ViewScreen, 20, "its time is nearly over", null, new GrantId(1), null));
        await AppendAsync(new Renewed(new GrantId(1), more.Ask, 1200, new SessionTime(2), Hash(Text(more)), "", Answer(more, ConsentReceipt.Allowed)));
        var control = await AskAsync(new Asked(new AskId(3), Party.Technician, Capability.ControlInput, 20, "to click “Retry”", null, null, null));
        await AppendAsync(new AskEnded(control.Ask, AskOutcome.Refused, Answer(control, "refused")));
        var late = await AskAsync(new Asked(new AskId(4), Party.Technician, Capability.ControlInput, 20, "once more", null, null, null));
        await AppendAsync(new AskEnded(late.Ask, AskOutcome.NoLongerPossible, Answer(late, ConsentReceipt.Allowed)));
        var unseen = await AskAsync(new Asked(new AskId(5), Party.Technician, Capability.ControlInput, 20, "and again", null, null, null));
        await AppendAsync(new AskEnded(unseen.Ask, AskOutcome.TimedOut));
        var file = await AskAsync(new Asked(new AskId(6), Party.Technician, Capability.SendFile, 5, "a corrected list", File, null, null));
        await AppendAsync(new Granted(
            new GrantId(2), file.Ask, file.Capability, 300, new SessionTime(3), Hash(Text(file)), file.Signed!.Sha256, Answer(file, ConsentReceipt.Allowed, "/home/lab/ünit.gwl")));
        await AppendAsync(new ChannelOpened(new ChannelId(2), new GrantId(2), file.Capability));
        await AppendAsync(new FileAccepted(new ChannelId(2), File, "/home/lab/ünit.gwl"));
        await AppendAsync(new Ended(Party.Operator, EndReason.OperatorRevoked, []));
    }

    /// <summary>What the verifier says of it.</summary>
    public VerificationReport Verify() => LogVerifier.Verify(new LogVerification { Folder = _test.Folder.Path, Key = _test.Signer.Key });

    /// <summary>Tells it and verifies it.</summary>
    public async Task<VerificationReport> ReportAsync()
    {
        await TellAsync();
        return Verify();
    }

    public ErasableTexts Texts() => ErasableTexts.Open(_test.Folder, _random);

    public List<AuditRecord> Records() => _test.ReadAll();

    public void Dispose() => _test.Dispose();

    private async Task BeginAsync()
    {
        await AppendAsync(new Started(
            new SessionNumber(123456789), new Instrument("Evo 200", "4711", "Basel", "Linux", "0.1.0", TestKeys.Instrument.Fingerprint.Hex), SessionPolicy.Default,
            Convert.ToBase64String(TestKeys.Instrument.Public.Spki.Span)));
        await AppendAsync(new OperatorNamed("Grace Hopper", "lab\\operator"));
        await AppendAsync(new TechnicianJoined(Ada, SessionPolicy.Default, Transcript, SampleTerms.Long));
        await AppendAsync(new SasCompared(true, 0));
        await AppendAsync(new Opened());
    }

    private async Task<Asked> AskAsync(Asked asked)
    {
        var made = Misquote(asked.By == Party.Technician ? asked with { Signed = Sign(asked) } : asked);
        await AppendAsync(made);
        _test.Time.Advance(TimeSpan.FromSeconds(3));
        return asked with { Signed = made.Signed };
    }

    private async Task AppendAsync(SessionEvent happened)
    {
        _test.Time.Advance(TimeSpan.FromMilliseconds(5));
        var context = new SessionRecordContext
        {
            Session = Session,
            Ticket = Ticket,
            Texts = _texts,
            Who = party => party == Party.Operator
                ? new RecordActor { Kind = ActorKinds.Operator, OsAccount = "lab\\operator" }
                : new RecordActor { Kind = party.ToString().ToLowerInvariant() },
        };
        Assert.True((await _log.AppendAsync(SessionEventCodec.ToBody(Change(happened), context))).IsDurable);
    }

    private Receipt Answer(Asked asked, string answer, string? path = null)
    {
        var line = ConsentReceiptCodec.Write(Lie(new ConsentReceipt
        {
            Nonce = Convert.ToHexStringLower(RandomBytes()),
            Session = Session,
            Transcript = Transcript,
            Ticket = Ticket,
            Ask = asked.Ask,
            AskSha256 = asked.Signed?.Sha256 ?? "",
            Capability = asked.Capability,
            Minutes = asked.Minutes,
            File = asked.File,
            Path = path,
            Renews = asked.Renews,
            Text = Text(asked),
            Language = "en",
            Answer = answer,
            SasResult = ConsentReceipt.SasMatched,
            Policy = SampleTerms.Policy.Sha256,
            Technician = new ReceiptTechnician(Ada.Account, Ada.PrintedName, Ada.Organisation, Ada.KeyFingerprint),
            Operator = new ReceiptOperator("Grace Hopper", "lab\\operator"),
            When = _log.Clock.Peek(),
        }));
        return Forge(new Receipt(line, Convert.ToBase64String(Run.Sign("receipt", Encoding.UTF8.GetBytes(line)))));
    }

    /// <summary>The layout of docs/protocol.md, written a second time: what a console really signs is held against it in the tests of the protocol.</summary>
    private SignedAsk Sign(Asked asked)
    {
        var reason = Encoding.UTF8.GetBytes(asked.Reason);
        var body = new StrictWriter().UInt32(asked.Ask.Value).Byte((byte)asked.Capability).UInt16((ushort)asked.Minutes).UInt16((ushort)reason.Length)
            .Fixed(reason, reason.Length).Byte(asked.File is null ? (byte)0 : (byte)1);
        if (asked.File is { } file)
        {
            var name = Encoding.UTF8.GetBytes(file.Name);
            body = body.UInt16((ushort)name.Length).Fixed(name, name.Length).Byte(1).Int64(file.Size).Fixed(Convert.FromHexString(file.Sha256), 32);
        }

        var content = Fields.Join(Convert.FromHexString(Transcript), body.ToArray());
        var text = $"{Convert.ToBase64String(content)}.{Convert.ToBase64String(Asker.Sign("ask", content))}.{Convert.ToBase64String(Asker.Public.Spki.Span)}";
        return new SignedAsk(text, Hash(text));
    }

    private static string Text(Asked asked) => $"Ada Lovelace asks for {asked.Capability.Name()}.\nWhy: {asked.Reason}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private byte[] RandomBytes()
    {
        var bytes = new byte[ConsentReceipt.NonceBytes];
        _random.Fill(bytes);
        return bytes;
    }
}
