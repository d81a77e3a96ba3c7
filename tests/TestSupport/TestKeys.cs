using Orchestrator.Trust.Primitives;

namespace Orchestrator.TestSupport;

/// <summary>
/// RSA keys that tests share: making one takes up to seconds, so each is made once a process, when it is first asked for. They are fresh in every
/// run and never written down. Tests don't dispose them.
/// </summary>
public static class TestKeys
{
    private static readonly Lazy<RsaIdentity> RootKey = New(4096);
    private static readonly Lazy<RsaIdentity> OtherRootKey = New(4096);
    private static readonly Lazy<RsaIdentity> IssuingKey = New(3072);
    private static readonly Lazy<RsaIdentity> BrokerKey = New(3072);
    private static readonly Lazy<RsaIdentity> TechnicianKey = New(3072);
    private static readonly Lazy<RsaIdentity> InstrumentKey = New(3072);
    private static readonly Lazy<RsaIdentity> StrangerKey = New(3072);

    public static RsaIdentity Root => RootKey.Value;

    /// <summary>A root that nobody here trusts.</summary>
    public static RsaIdentity OtherRoot => OtherRootKey.Value;

    public static RsaIdentity Issuing => IssuingKey.Value;

    public static RsaIdentity Broker => BrokerKey.Value;

    public static RsaIdentity Technician => TechnicianKey.Value;

    public static RsaIdentity Instrument => InstrumentKey.Value;

    /// <summary>A good key that belongs to nobody of the case.</summary>
    public static RsaIdentity Stranger => StrangerKey.Value;

    private static Lazy<RsaIdentity> New(int bits) => new(() => RsaIdentity.Generate(bits, SystemRandomSource.Instance));
}
