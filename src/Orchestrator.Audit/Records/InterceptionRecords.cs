namespace Orchestrator.Audit.Records;

/// <summary>Records of a site that reads inside the outer TLS: only the end where it happens can see it.</summary>
public static class InterceptionRecords
{
    /// <summary>Never renamed. Counts as the log's own everywhere, so that a broker from before this code stays with its session.</summary>
    public const string Intercepted = "run.tls-intercepted";

    /// <summary>The record of one link, made or not.</summary>
    /// <param name="self">The program.</param>
    /// <param name="broker">Name that was dialled.</param>
    /// <param name="issuer">Issuer of the certificate that was shown.</param>
    /// <param name="rootSha256">SHA-256 of the root that this computer trusts.</param>
    /// <param name="decidedBy">site-file or configuration.</param>
    /// <param name="refusal">Code under which it was refused; empty: it was allowed.</param>
    /// <param name="session">The session in which it happened; null before one.</param>
    public static RecordBody ToBody(RecordActor self, string broker, string issuer, string rootSha256, string decidedBy, string refusal, string? session) => new()
    {
        Event = Intercepted,
        Sentence = refusal.Length == 0
            ? "The site's network reads inside the outer TLS; what is inside stays encrypted end to end, and it was allowed."
            : "The site's network reads inside the outer TLS; the connection was refused.",
        Who = self,
        Session = session,
        Change = new RecordChange { Outcome = refusal.Length == 0 ? Outcomes.Success : Outcomes.Denied, Reason = refusal.Length == 0 ? null : refusal },
        Data = RecordData.Create(json =>
        {
            json.WriteString("broker", RecordData.Text(broker));
            json.WriteString("issuer", RecordData.Text(issuer));
            json.WriteString("rootSha256", rootSha256);
            json.WriteString("decidedBy", decidedBy);
        }),
    };
}
