using System.Globalization;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Trust;
using Orchestrator.Trust.Policies;
using Orchestrator.Trust.Primitives;
using Orchestrator.Yaml;

namespace Orchestrator.Broker.Policies;

/// <summary>A policy that was read, with the zone that it means.</summary>
/// <param name="Policy">Its rules.</param>
/// <param name="Version">Its number and hash.</param>
/// <param name="Zone">Of its hours.</param>
internal sealed record InstalledPolicy(VendorPolicy Policy, PolicyVersion Version, TimeZoneInfo Zone)
{
    /// <summary>Reads a signed policy.</summary>
    /// <exception cref="BrokerException">It can't be read, the root didn't sign it, or it isn't a policy.</exception>
    public static InstalledPolicy Open(ReadOnlyMemory<byte> file, string path, RsaPublic root, ExitCode fault)
    {
        try
        {
            var signed = PolicyFile.Open(file, root);
            return Read(signed.Text.Span, signed.Sha256, path, fault);
        }
        catch (TrustException e)
        {
            throw new BrokerException(fault, $"The policy {path} can't be used. {e.Message}", e);
        }
    }

    /// <summary>Reads the YAML of a policy, signed or not.</summary>
    /// <exception cref="BrokerException">It isn't a policy.</exception>
    public static InstalledPolicy Read(ReadOnlySpan<byte> yaml, string sha256, string path, ExitCode fault)
    {
        try
        {
            var policy = PolicyReader.Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(yaml));
            return TimeZoneInfo.TryFindSystemTimeZoneById(policy.Zone, out var zone)
                ? new InstalledPolicy(policy, new PolicyVersion(policy.Version, sha256), zone)
                : throw new BrokerException(fault, $"The policy {path} means the time zone {policy.Zone}, which this computer doesn't know. Write a name like Europe/Zurich or UTC, or install the time zones (Debian: tzdata).");
        }
        catch (YamlFaultException e)
        {
            throw new BrokerException(fault, $"The policy {path} can't be used, line {e.Line.ToString(CultureInfo.InvariantCulture)}: {e.Message}. Correct it.", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new BrokerException(fault, $"The policy {path} isn't UTF-8 text. Save it as UTF-8.", e);
        }
    }

    /// <summary>All bytes of a file that isn't larger than it may be.</summary>
    /// <exception cref="BrokerException">It isn't there, can't be read, or is too large.</exception>
    public static byte[] ReadFile(string path, int maxBytes, ExitCode fault)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > maxBytes)
                throw new BrokerException(fault, $"{path} has {stream.Length} bytes; a policy has at most {PolicyFile.MaxTextBytes}.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(fault, $"The policy {path} can't be read: {e.Message}", e);
        }
    }
}
