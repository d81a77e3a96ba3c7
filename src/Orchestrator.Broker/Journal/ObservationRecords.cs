using System.Globalization;
using System.Text.Json;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using static Orchestrator.Domain.AdministrationObservations;
using static Orchestrator.Domain.ApprovalObservations;
using static Orchestrator.Domain.BrokerObservations;

namespace Orchestrator.Broker.Journal;

/// <summary>What an observation is in the broker's log: code, sentence, who, and its own fields. One row for each kind.</summary>
/// <param name="texts">Where addresses and people's reasons go, so that a record holds only a commitment to them.</param>
internal sealed partial class ObservationRecords(ITextVault texts)
{
    private static readonly RecordActor Broker = new() { Kind = ActorKinds.Broker };
    private static readonly RecordActor Stranger = new() { Kind = ActorKinds.Stranger };

    /// <param name="observation">What was seen or done.</param>
    /// <param name="pending">Number of the waiting record that it comes from.</param>
    public RecordBody Write(BrokerObservation observation, long? pending = null)
    {
        var body = Describe(observation);
        return pending is { } number ? With(body, "pending", number) : body;
    }

    /// <summary>The same with one more field behind the others.</summary>
    public static RecordBody With(RecordBody body, string name, long value) => body with
    {
        Data = RecordData.Create(json =>
        {
            foreach (var field in body.Data.Read().EnumerateObject())
            {
                field.WriteTo(json);
            }

            json.WriteNumber(name, value);
        }),
    };

    private RecordBody Describe(BrokerObservation observation) => observation switch
    {
        Serving o => Body(BrokerEventCodes.Serving, $"The broker, version {o.Version}, serves on {o.Listen}.", Broker, ("listen", o.Listen), ("configuration", o.ConfigurationSha256)),
        Stopped o => Body(BrokerEventCodes.Stopped, "The broker stopped in order.", Broker, ("reason", o.Reason)),
        CourseAdded o => Body(
            BrokerEventCodes.CourseAdded, $"Course {o.Course}, version {o.Version}, counts from {o.RequiredFrom} on; added by {o.By.Spoken()}.", Actor(o.By),
            ("course", o.Course), ("version", o.Version), ("content", o.Content), ("passScore", o.PassScore), ("validDays", o.ValidDays), ("roles", o.Roles), ("requiredFrom", o.RequiredFrom), ("sha256", o.Sha256)),
        CourseRetired o => Body(BrokerEventCodes.CourseRetired, $"Course {o.Course} counts no more, by {o.By.Spoken()}.", Actor(o.By), ("course", o.Course)),
        TrainingRecorded o => Body(
            BrokerEventCodes.TrainingRecorded, $"{o.Account} took course {o.Course}, version {o.Version}, on {o.TakenOn}; recorded by {o.By.Spoken()}.", Actor(o.By),
            ("account", o.Account), ("course", o.Course), ("version", o.Version), ("content", o.Content), ("trainer", o.Trainer), ("takenOn", o.TakenOn), ("score", o.Score), ("validDays", o.ValidDays), ("sha256", o.Sha256)),
        PolicyInstalled o => Body(
            BrokerEventCodes.PolicyInstalled, Text($"Version {o.Version} of the policy, signed by the root, was put in force by {o.By.Spoken()}."), Actor(o.By), ("version", o.Version), ("sha256", o.Sha256)),
        EvidenceExported o => Body(
            BrokerEventCodes.EvidenceExported, $"The evidence of session {o.Session} was taken out by {o.By.Spoken()}.", Actor(o.By), o.Session, ("sha256", o.Sha256), ("bytes", o.Bytes)),
        ErasureRequested o => Body(
            BrokerEventCodes.ErasureRequested, Text($"{o.By.Spoken()} asked for {o.Count} texts beside this log to be erased."), Actor(o.By),
            ("texts", o.Count), ("commitments", new Whole(o.Commitments)), ("reason", new Erasable(o.Reason))),
        TextsErased o => Body(
            BrokerEventCodes.TextsErased, Text($"{o.Count} texts beside this log were erased: wanted by {o.RequestedBy}, approved by {o.By.Spoken()}."), Actor(o.By),
            ("texts", o.Count), ("request", o.Request), ("requestSha256", o.RequestSha256), ("requestedBy", o.RequestedBy)),
        AuditSinkFailed o => Body(
            BrokerEventCodes.AuditSinkFailed,
            o.IsRequired ? $"The required audit sink {o.Plugin} doesn't work; nothing that needs a record happens until it does." : $"The audit sink {o.Plugin} doesn't work; it is caught up when it does.",
            Broker, ("plugin", o.Plugin), ("required", o.IsRequired), ("reason", o.Reason)),
        AuditSinkRestored o => Body(BrokerEventCodes.AuditSinkRestored, $"The audit sink {o.Plugin} works again.", Broker, ("plugin", o.Plugin)),
        SignedIn o => Body(
            BrokerEventCodes.SignedIn, $"{o.Account} signed in.",
            new RecordActor { Kind = KindOf(o.Role), Account = o.Account, PrintedName = o.PrintedName, Role = o.Role, Authentication = o.Strength, KeyFingerprint = o.KeyFingerprint },
            ("address", new Erasable(o.Address))),
        SignInsFailed o => Body(BrokerEventCodes.SignInsFailed, Text($"{o.Count} sign-ins failed, from {o.Sources} addresses."), Stranger, ("count", o.Count), ("sources", o.Sources)),
        AdmissionRefused o => Body(
            BrokerEventCodes.AdmissionRefused, $"{o.Account} wasn't admitted: {o.Code}.",
            new RecordActor { Kind = ActorKinds.Technician, Account = o.Account, Authentication = o.Strength.Length > 0 ? o.Strength : null }, o.Session, ("code", o.Code)),
        ApprovalRequested o => Body(
            BrokerEventCodes.ApprovalRequested, $"{o.By.PrintedName} asked for a supervisor's approval of {o.Capabilities} in session {o.Session}.", Proven(o.By), o.Session,
            ("id", o.Id), ("capabilities", o.Capabilities.ToString()), ("reason", new Erasable(o.Reason))),
        ApprovalGiven o => Body(
            BrokerEventCodes.ApprovalGiven, $"{o.By.PrintedName} approved {o.Capabilities} of {o.PrintedName} in session {o.Session}.", Proven(o.By), o.Session,
            ("id", o.Id), ("account", o.Account), ("printedName", o.PrintedName), ("capabilities", o.Capabilities.ToString()), ("meaning", o.Meaning)),
        ApprovalRefused o => Body(
            BrokerEventCodes.ApprovalRefused, $"{o.By.PrintedName} refused {o.Capabilities} of {o.PrintedName} in session {o.Session}.", Proven(o.By), o.Session,
            ("id", o.Id), ("account", o.Account), ("printedName", o.PrintedName), ("capabilities", o.Capabilities.ToString()), ("meaning", o.Meaning)),
        CertificateIssued o => Body(BrokerEventCodes.CertificateIssued, $"The issuing key certified a console's key for {o.Account}.", Broker, ("account", o.Account), ("sha256", o.Sha256)),
        TicketIssued o => Body(
            BrokerEventCodes.TicketIssued, $"The issuing key signed a ticket for {o.Account} and session {o.Session}.", Broker, o.Session, ("account", o.Account), ("authentication", o.Strength), ("sha256", o.TicketSha256))
            with { Ticket = o.TicketId },
        SessionRegistered o => Register(o),
        RegistrationRefused o => Refuse(o),
        TechnicianAttached o => Body(BrokerEventCodes.TechnicianAttached, $"{o.Account} attached to session {o.Session}.", Technician(o.Account), o.Session, ("address", new Erasable(o.Address)), ("transport", o.Transport)),
        LinkLost o => Body(
            BrokerEventCodes.LinkLost, $"The link of the {Word(o.Whose)} {(o.Orderly ? "was closed in order" : "was lost")}.", Broker, o.Session, ("whose", Word(o.Whose)), ("orderly", o.Orderly)),
        LinkResumed o => Body(
            BrokerEventCodes.LinkResumed, $"The {Word(o.Whose)} of session {o.Session} came back on a new link.", Broker, o.Session,
            ("whose", Word(o.Whose)), ("address", new Erasable(o.Address)), ("transport", o.Transport)),
        ResumeRefused o => Body(
            BrokerEventCodes.ResumeRefused, $"Somebody wanted to go on as the {Word(o.Whose)} of session {o.Session} and wasn't let: {o.Reason}.", Broker, o.Session,
            ("whose", Word(o.Whose)), ("address", new Erasable(o.Address)), ("key", o.KeyFingerprint), ("reason", o.Reason)),
        RelayOpened o => Body(
            BrokerEventCodes.RelayOpened, $"The relay opened channel {o.Channel} for {o.Capability.Name()}.", Broker, o.Session, ("channel", (long)o.Channel.Value), ("capability", o.Capability.Name())),
        RelayMetered o => Body(
            BrokerEventCodes.RelayMetered, Text($"Channel {o.Channel} carried {o.BytesToInstrument} bytes to the instrument and {o.BytesFromInstrument} from it."), Broker, o.Session,
            ("channel", (long)o.Channel.Value), ("recordsToInstrument", o.RecordsToInstrument), ("bytesToInstrument", o.BytesToInstrument),
            ("recordsFromInstrument", o.RecordsFromInstrument), ("bytesFromInstrument", o.BytesFromInstrument), ("recordsRefused", o.RecordsRefused)),
        RelayRefused o => Body(
            BrokerEventCodes.RelayRefused, Text($"The relay refused {o.Records} records of session {o.Session}: no channel was open for them."), Broker, o.Session, ("records", o.Records)),
        Vetoed o => Body(BrokerEventCodes.Vetoed, $"The broker stopped relaying session {o.Session}: {o.Reason}.", Broker, o.Session, ("reason", o.Reason)),
        ForkSeen o => Body(BrokerEventCodes.ForkSeen, Text($"The instrument gave two different records number {o.Sequence}."), Broker, o.Session, ("sequence", o.Sequence)),
        SignedForkSeen o => Body(
            BrokerEventCodes.SignedForkSeen, Text($"The instrument signed a checkpoint over {o.Size} records that aren't those which it gave before."), Broker, o.Session,
            ("size", o.Size), ("signed", o.Signed), ("held", o.Held)),
        TailRecovered o => Recovered(o),
        RecoveriesRefused o => Body(
            BrokerEventCodes.RecoveriesRefused, Text($"{o.Count} deliveries of earlier runs' records, from {o.Sources} addresses, didn't verify."), Stranger, ("count", o.Count), ("sources", o.Sources)),
        ViolationSeen o => Body(
            BrokerEventCodes.ViolationSeen, $"The {Word(o.Whose)}'s program broke the protocol: {o.Reason}.", Broker, o.Session, ("whose", Word(o.Whose)), ("reason", o.Reason)),
        SessionEnded o => Body(BrokerEventCodes.SessionEnded, Text($"Session {o.Session} ended after {o.Records} records."), Broker, o.Session, ("records", o.Records), ("checkpoint", o.Checkpoint)),
        MissingEnd o => Body(
            BrokerEventCodes.MissingEnd, Text($"Session {o.Session} has no END; its last record here is number {o.LastSequence}."), Broker, o.Session, ("lastSequence", o.LastSequence)),
        _ => DescribeAccount(observation) ?? DescribeReview(observation) ?? DescribePlugin(observation) ?? DescribeWitness(observation) ?? throw new ArgumentException($"{observation.GetType().Name} has no place in the log.", nameof(observation)),
    };

    private RecordBody Recovered(TailRecovered o) => Body(
        BrokerEventCodes.TailRecovered,
        Text($"{o.Records} records of session {o.Session} came after its run was over, {(o.End ? "its END among them, " : "")}and verify under its log key; {o.Unsigned} behind its last checkpoint stayed where they are."),
        Broker, o.Session,
        ("records", o.Records), ("size", o.Size), ("checkpoint", o.Checkpoint), ("unsigned", o.Unsigned), ("end", o.End), ("source", o.Source));

    private RecordBody Register(SessionRegistered o) => Body(
        BrokerEventCodes.SessionRegistered, $"Instrument {o.Instrument.Name} registered and got number {o.Session}.", Broker, o.Session,
        ("transport", o.Transport), ("origin", o.LogOrigin), ("logKey", o.LogKey), ("runKey", o.Instrument.KeyFingerprint), ("binding", new Whole(o.LogKeyBinding)), ("executable", o.ExecutableSha256), ("version", o.Instrument.Version), ("composition", o.Composition), ("address", new Erasable(o.Address))) with
    {
        Where = Place(o.Instrument),
    };

    private RecordBody Refuse(RegistrationRefused o) => Body(
        BrokerEventCodes.RegistrationRefused, $"Instrument {o.Instrument.Name} got no session: {o.Code}.", Broker,
        ("code", o.Code), ("runKey", o.RunKey), ("executable", o.ExecutableSha256), ("version", o.Instrument.Version), ("composition", o.Composition), ("address", new Erasable(o.Address))) with
    {
        Where = Place(o.Instrument),
    };

    private static RecordPlace Place(Instrument instrument) => new()
    {
        Instrument = instrument.Name,
        Serial = instrument.Serial,
        Site = instrument.Site,
        OperatingSystem = instrument.OperatingSystem,
    };

    private RecordBody Body(string code, string sentence, RecordActor who, params (string Name, object Value)[] fields) => Body(code, sentence, who, null, fields);

    private RecordBody Body(string code, string sentence, RecordActor who, SessionNumber? session, params (string Name, object Value)[] fields) => new()
    {
        Event = code,
        Sentence = sentence,
        Who = who,
        Session = session?.ToString(),
        Data = RecordData.Create(json =>
        {
            foreach (var (name, value) in fields)
            {
                Field(json, name, value);
            }
        }),
    };

    private void Field(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text: json.WriteString(name, RecordData.Text(text)); break;
            case Whole text: json.WriteString(name, text.Value); break;
            case Erasable text: json.WriteString(name, texts.Commit(text.Value)); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case int number: json.WriteNumber(name, number); break;
            case long number: json.WriteNumber(name, number); break;
            default: throw new ArgumentException($"A field can't be a {value.GetType().Name}.", nameof(value));
        }
    }

    /// <summary>Text of this program's own making, which isn't cut.</summary>
    private sealed record Whole(string Value);

    /// <summary>What somebody may have a right to have erased: it lies beside the log.</summary>
    private sealed record Erasable(string Value);

    private static RecordActor Technician(string account) => new() { Kind = ActorKinds.Technician, Account = account };

    private static RecordActor Proven(ProvenPerson by) => new()
    {
        Kind = ActorKinds.Technician, Account = by.Account, PrintedName = by.PrintedName, Role = by.Role, Authentication = by.Strength, KeyFingerprint = by.KeyFingerprint,
    };

    private static string Word(Party party) => party.ToString().ToLowerInvariant();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
