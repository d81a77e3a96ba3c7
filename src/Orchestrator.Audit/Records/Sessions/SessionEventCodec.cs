using Orchestrator.Domain;

namespace Orchestrator.Audit.Records;

/// <summary>
/// Session events as records, both ways. The instrument writes with it; broker and console read with it what the instrument
/// wrote. A person's own words leave as commitments and come back from the vault, or empty when they were erased.
/// </summary>
public static class SessionEventCodec
{
    /// <summary>The record body of an event. Texts are durable in the vault when it returns.</summary>
    /// <exception cref="ArgumentException">An unknown event: only its writer can write it.</exception>
    public static RecordBody ToBody(SessionEvent happened, SessionRecordContext context)
    {
        if (happened is SessionEvents.Unknown)
            throw new ArgumentException("An event of a newer peer is kept as its own line, never written again.", nameof(happened));
        var data = RecordData.Create(json => SessionEventFields.Write(json, happened, context.Texts));
        return new RecordBody
        {
            Event = SessionEventCodes.Of(happened),
            Sentence = SessionEventSentences.Of(happened),
            Who = context.Who(SessionEventSentences.PartyOf(happened)),
            Session = context.Session,
            Ticket = context.Ticket,
            Change = SessionEventSentences.ChangeOf(happened),
            Data = data,
        };
    }

    /// <summary>The event of a record.</summary>
    /// <param name="record">A record of the instrument's log.</param>
    /// <param name="texts">Gives back what was committed to, where it is known.</param>
    /// <param name="happened">
    /// The event; null for the log's own records (run, log, clock, plugin). A code that isn't known gives <see cref="SessionEvents.Unknown"/>:
    /// keep the line, and treat every channel as closed from there on.
    /// </param>
    /// <returns><see cref="RecordFailure.BadField"/> when the code is known and its fields aren't what they should be.</returns>
    public static RecordFailure Read(AuditRecord record, ITextVault texts, out SessionEvent? happened)
    {
        happened = null;
        if (EventCodes.IsLogOwn(record.Body.Event))
            return RecordFailure.None;
        try
        {
            happened = SessionEventParser.Parse(record.Body.Event, new FieldReader(record.Body.Data.Read(), texts));
            return RecordFailure.None;
        }
        catch (RecordException e)
        {
            return e.Failure;
        }
    }
}
