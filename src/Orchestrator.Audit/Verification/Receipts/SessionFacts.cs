using System.Collections.Frozen;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Verification.Receipts;

/// <summary>What the records of one session said so far, as far as receipts and signed asks are held against it.</summary>
internal sealed class SessionFacts
{
    /// <summary>Codes of the records that matter here.</summary>
    public static readonly FrozenSet<string> Codes = new[]
    {
        typeof(Started), typeof(OperatorNamed), typeof(TechnicianJoined), typeof(SasCompared), typeof(Asked), typeof(AskEnded), typeof(Granted), typeof(Renewed),
        typeof(ChannelOpened), typeof(FileAccepted),
    }.Select(type => SessionEventCodes.All[type]).ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<AskId, Question> _questions = [];
    private readonly Dictionary<ChannelId, GrantId> _channels = [];
    private string? _statedName = "";
    private string _osAccount = "";

    /// <summary>The key that signs receipts; null when START names none that can be used.</summary>
    public RsaPublic? RunKey { get; private set; }

    /// <summary>The technician with his policy; null before he joined.</summary>
    public TechnicianJoined? Joined { get; private set; }

    /// <summary>The digits matched.</summary>
    public bool SasMatched { get; private set; }

    /// <summary>The question of this number; null when none was asked.</summary>
    public Question? QuestionOf(AskId ask) => _questions.GetValueOrDefault(ask);

    /// <summary>The question that a file's channel goes back to; null when there is none.</summary>
    public Question? QuestionOf(ChannelId channel) =>
        _channels.TryGetValue(channel, out var grant) ? _questions.Values.FirstOrDefault(q => q.Grant == grant) : null;

    /// <summary>True for the operator as the records name him, as far as his words weren't erased.</summary>
    public bool IsOperator(ReceiptOperator person) =>
        (_statedName is null || person.StatedName == _statedName) && RecordText.Clip(person.OsAccount, RecordLimits.FieldCharacters) == _osAccount;

    /// <summary>Takes one event. False when START names no good key, or not the instrument's.</summary>
    public bool Learn(SessionEvent happened, AuditRecord record)
    {
        if (record.Body.Who is { Kind: ActorKinds.Operator, OsAccount: { } account })
            _osAccount = account;
        switch (happened)
        {
            case Started e:
                RunKey = Import(e.RunKey);
                return RunKey is not null && RunKey.Fingerprint.Hex == e.Instrument.KeyFingerprint;
            case OperatorNamed e:
                _statedName = e.StatedName.Length > 0 ? e.StatedName : null;
                break;
            case TechnicianJoined e:
                Joined = e;
                break;
            case SasCompared { Matched: true }:
                SasMatched = true;
                break;
            case Asked e:
                _questions[e.Ask] = new Question(e, record.When);
                break;
            case Granted e when QuestionOf(e.Ask) is { } question:
                question.Grant = e.Grant;
                break;
            case ChannelOpened e:
                _channels[e.Channel] = e.Grant;
                break;
        }

        return true;
    }

    private static RsaPublic? Import(string base64) =>
        StrictBase64.TryRead(base64) is { } spki && RsaPublic.TryImport(spki, out var key, out _) ? key : null;
}

/// <summary>One question, from its record on.</summary>
internal sealed class Question(Asked asked, RecordStamp when)
{
    /// <summary>As it was asked.</summary>
    public Asked Asked => asked;

    /// <summary>When.</summary>
    public RecordStamp When => when;

    /// <summary>The grant that answers it.</summary>
    public GrantId? Grant { get; set; }

    /// <summary>The receipt of its answer, once it was read.</summary>
    public ConsentReceipt? Receipt { get; set; }
}
