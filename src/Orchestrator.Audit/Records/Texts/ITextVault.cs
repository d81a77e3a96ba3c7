namespace Orchestrator.Audit.Records;

/// <summary>Where a person's own words go, so that a record holds only a commitment to them.</summary>
public interface ITextVault
{
    /// <summary>Keeps the text with a fresh salt, durably, and gives the commitment: 64 lower-case hex digits.</summary>
    string Commit(string text);

    /// <summary>The same for evidence, which is kept exactly as it is or not at all.</summary>
    /// <exception cref="RecordException">It is too long, or no proper text.</exception>
    string CommitWhole(string text);

    /// <summary>The text behind a commitment; null when it was erased or never here.</summary>
    string? Find(string commitment);
}
