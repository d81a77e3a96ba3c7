using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>The operating system's generator: the only source in production.</summary>
public sealed class SystemRandomSource : IRandomSource
{
    private SystemRandomSource()
    {
    }

    public static SystemRandomSource Instance { get; } = new();

    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
