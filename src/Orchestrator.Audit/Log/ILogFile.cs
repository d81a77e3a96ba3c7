namespace Orchestrator.Audit.Log;

/// <summary>The one seam to the disk: a file that only grows, except for cutting off what was never confirmed.</summary>
internal interface ILogFile : IDisposable
{
    long Length { get; }

    /// <summary>Appends; after a throw any part of the bytes may be there.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything appended survives a power cut.</summary>
    void Flush();

    /// <summary>Cuts back to a length that this process confirmed.</summary>
    void CutBackTo(long length);
}
