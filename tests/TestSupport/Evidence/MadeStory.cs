using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.TestSupport.Evidence;

/// <summary>The instrument's side of a made session: one look at the screen, and a file where that is wanted.</summary>
public sealed class MadeStory
{
    private readonly BundleMaker _maker;
    private readonly string _transcript;

    internal MadeStory(BundleMaker maker)
    {
        _maker = maker;
        _transcript = maker.Hex(48);
    }

    /// <summary>Changes events before they are written: none, one or more for each.</summary>
    public Func<SessionEvent, IEnumerable<SessionEvent>> Change { get; set; } = happened => [happened];

    /// <summary>What the operator calls himself.</summary>
    public string Operator { get; set; } = "Grace Hopper";

    /// <summary>What the instrument is called.</summary>
    public string Name { get; set; } = "Liquid handler 3";

    internal RecordActor Self { get; } = new() { Kind = ActorKinds.Instrument };

    /// <summary>Sizes of the broker's log that the instrument recorded.</summary>
    internal List<long> Held { get; } = [];

    private Technician Ada => new("ada", "Ada Lovelace", "technician", "Vendor AG", TestKeys.Technician.Fingerprint.Hex, _maker.Ticket.Ticket.Id.Hex, "liquid not detected");

    private string Session => _maker.Number.ToString(CultureInfo.InvariantCulture);

    internal void Begin()
    {
        Append(new Started(
            new SessionNumber(_maker.Number), new Instrument(Name, "LH-0042", "Basel", "Linux", "0.1.0", TestKeys.Instrument.Fingerprint.Hex), SessionPolicy.Default,
            Convert.ToBase64String(TestKeys.Instrument.Public.Spki.Span)));
        Append(new OperatorNamed(Operator, "lab\\operator"));
    }

    internal void Tell()
    {
        Append(new TechnicianJoined(Ada, SessionPolicy.Default, _transcript, SampleTerms.Long));
        Append(new PinPresented(true, 0));
        Append(new SasCompared(true, 0));
        Append(new Opened());
        Allow(1, Capability.ViewScreen, null);
        if (_maker.WithFile)
        {
            var file = new FileOffer("worklist.gwl", 1234, new string('c', 64));
            Allow(2, Capability.SendFile, file);
            Append(new FileAccepted(new ChannelId(2), file, "/home/lab/worklist.gwl"));
            Append(new FileCompleted(new ChannelId(2), file));
            Over(2, Capability.SendFile);
        }

        Over(1, Capability.ViewScreen);
        Append(new Ending(Party.Operator, EndReason.Closed));
        Append(new Ended(Party.Operator, EndReason.Closed, []));
    }

    private void Allow(uint number, Capability capability, FileOffer? file)
    {
        var ask = Sign(new Asked(new AskId(number), Party.Technician, capability, 5, "to see the error", file, null, null));
        Append(ask);
        Append(new Granted(new GrantId(number), ask.Ask, capability, 300, new SessionTime(1), Hash(Prompt(ask)), ask.Signed!.Sha256, Answer(ask)));
        Append(new ChannelOpened(new ChannelId(number), new GrantId(number), capability));
    }

    private void Over(uint number, Capability capability)
    {
        Append(new ChannelClosed(new ChannelId(number), capability, EndReason.OperatorRevoked));
        Append(new ChannelMetered(new ChannelId(number), 2, 200, 3, 300));
        Append(new GrantEnded(new GrantId(number), capability, Party.Operator, EndReason.OperatorRevoked));
    }

    private void Append(SessionEvent happened)
    {
        foreach (var told in Change(happened))
        {
            var context = new SessionRecordContext
            {
                Session = Session,
                Ticket = happened is Started or OperatorNamed ? null : _maker.Ticket.Ticket.Id.Hex,
                Texts = _maker.Texts,
                Who = party => party == Party.Operator
                    ? new RecordActor { Kind = ActorKinds.Operator, OsAccount = "lab\\operator" }
                    : new RecordActor { Kind = party.ToString().ToLowerInvariant() },
            };
            _maker.Instrument.Append(SessionEventCodec.ToBody(told, context));
        }
    }

    private Receipt Answer(Asked asked)
    {
        var line = ConsentReceiptCodec.Write(new ConsentReceipt
        {
            Nonce = _maker.Hex(ConsentReceipt.NonceBytes),
            Session = Session,
            Transcript = _transcript,
            Ticket = _maker.Ticket.Ticket.Id.Hex,
            Ask = asked.Ask,
            AskSha256 = asked.Signed!.Sha256,
            Capability = asked.Capability,
            Minutes = asked.Minutes,
            File = asked.File,
            Path = asked.File is null ? null : "/home/lab/worklist.gwl",
            Text = Prompt(asked),
            Language = "en",
            Answer = ConsentReceipt.Allowed,
            SasResult = ConsentReceipt.SasMatched,
            Policy = SampleTerms.Policy.Sha256,
            Technician = new ReceiptTechnician(Ada.Account, Ada.PrintedName, Ada.Organisation, Ada.KeyFingerprint),
            Operator = new ReceiptOperator(Operator, "lab\\operator"),
            When = _maker.Instrument.When,
        });
        return new Receipt(line, Convert.ToBase64String(TestKeys.Instrument.Sign(ConsentReceipt.Context, Encoding.UTF8.GetBytes(line))));
    }

    private Asked Sign(Asked asked)
    {
        var reason = Encoding.UTF8.GetBytes(asked.Reason);
        var body = new StrictWriter().UInt32(asked.Ask.Value).Byte((byte)asked.Capability).UInt16((ushort)asked.Minutes).UInt16((ushort)reason.Length)
            .Fixed(reason, reason.Length).Byte(asked.File is null ? (byte)0 : (byte)1);
        if (asked.File is { } file)
        {
            var name = Encoding.UTF8.GetBytes(file.Name);
            body = body.UInt16((ushort)name.Length).Fixed(name, name.Length).Byte(1).Int64(file.Size).Fixed(Convert.FromHexString(file.Sha256), 32);
        }

        var content = Fields.Join(Convert.FromHexString(_transcript), body.ToArray());
        var text = $"{Convert.ToBase64String(content)}.{Convert.ToBase64String(TestKeys.Technician.Sign("ask", content))}.{Convert.ToBase64String(TestKeys.Technician.Public.Spki.Span)}";
        return asked with { Signed = new SignedAsk(text, Hash(text)) };
    }

    private static string Prompt(Asked asked) => $"Ada Lovelace asks for {asked.Capability.Name()}.\nWhy: {asked.Reason}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
