namespace Orchestrator.EndToEnd.Stage;

/// <summary>Keys of that size take seconds to make, so all tests of refusals and kills share one vendor.</summary>
[CollectionDefinition(Name)]
public sealed class VendorCollection : ICollectionFixture<TestVendor>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "one vendor";
}
