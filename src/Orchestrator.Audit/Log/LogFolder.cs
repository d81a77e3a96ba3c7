namespace Orchestrator.Audit.Log;

/// <summary>Names of the files of one log in its folder.</summary>
public sealed class LogFolder
{
    /// <summary>Names the files; touches nothing.</summary>
    public LogFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The records: lines, each ended by one newline.</summary>
    public string Records => In("records.jsonl");

    /// <summary>The signed checkpoints: notes, each followed by one empty line.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>The verifier key, for convenience; an auditor takes it from elsewhere.</summary>
    public string Key => In("log.vkey");

    /// <summary>Text and salts behind commitments, erasable.</summary>
    public string Texts => In("texts.erasable.jsonl");

    /// <summary>At an instrument: the broker's signed checkpoints, as the log's own file has them.</summary>
    public string PeerCheckpoints => In("broker-checkpoints");

    /// <summary>Held exclusively by the one process that writes.</summary>
    public string Lock => In("lock");

    /// <summary>Room that is kept for closing records.</summary>
    public string Reserve(long number) => In($"reserve-{number}");

    /// <summary>Bytes that a repair cut off, kept for a person.</summary>
    public string TornTail(string file, long sequence, int attempt) => In($"torn-{file}-{sequence}-{attempt}.bin");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
