namespace Orchestrator.Plugins.Shared.HttpBodies;

/// <summary>Bounds of bodies in HTTP/1.1's chunked coding, with the reason of each.</summary>
internal static class BodyLimits
{
    /// <summary>Digits of a chunk's size: 16 MiB, far more than anybody on the way puts into one.</summary>
    public const int SizeDigits = 6;

    /// <summary>Line with a chunk's size and its extensions, which mean nothing to us.</summary>
    public const int SizeLine = 256;

    /// <summary>Trailer lines behind the last chunk, altogether.</summary>
    public const int Trailer = 4 * 1024;
}
