using Orchestrator.Audit.Records;
using Orchestrator.Domain;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>The people and parts behind the parties, as far as they are known by now.</summary>
internal sealed class JournalPeople(string osAccount)
{
    private RecordActor _operator = new() { Kind = ActorKinds.Operator, OsAccount = osAccount };
    private RecordActor _technician = new() { Kind = ActorKinds.Technician };
    private RecordActor _instrument = new() { Kind = ActorKinds.Instrument };

    /// <summary>QuickSupport itself.</summary>
    public RecordActor Self => _instrument;

    /// <summary>The session's number; empty before START.</summary>
    public string Session { get; private set; } = "";

    /// <summary>The ticket's id; null until a technician joined.</summary>
    public string? Ticket { get; private set; }

    /// <summary>The handshake's transcript, lower-case hex; empty until a technician joined.</summary>
    public string Transcript { get; private set; } = "";

    /// <summary>The name that the operator stated; empty when he stated none. Only for receipts: records hold a commitment to it.</summary>
    public string StatedName { get; private set; } = "";

    /// <summary>The account of the operating system.</summary>
    public string OsAccount => osAccount;

    /// <summary>Who a party is.</summary>
    public RecordActor Who(Party party) => party switch
    {
        Party.Operator => _operator,
        Party.Technician => _technician,
        Party.Broker => new RecordActor { Kind = ActorKinds.Broker },
        _ => _instrument,
    };

    /// <summary>What an event says about them, before its own record is written.</summary>
    public void Learn(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionEvents.Started e:
                Session = e.Number.ToString();
                _instrument = _instrument with { KeyFingerprint = e.Instrument.KeyFingerprint };
                break;
            case SessionEvents.OperatorNamed e:
                StatedName = e.StatedName;
                break;
            case SessionEvents.TechnicianJoined { Technician: var who } e:
                Ticket = who.TicketId;
                Transcript = e.TranscriptHash;
                _technician = new RecordActor
                {
                    Kind = ActorKinds.Technician,
                    Account = who.Account,
                    PrintedName = who.PrintedName,
                    Role = who.Role,
                    Organisation = who.Organisation,
                    KeyFingerprint = who.KeyFingerprint,
                };
                break;
        }
    }

    /// <summary>The name that the operator stated, as the record of it commits to it.</summary>
    public void Name(RecordBody named)
    {
        if (named.Data.Read().TryGetProperty("statedName", out var commitment))
            _operator = _operator with { StatedName = commitment.GetString() };
    }
}
