namespace Orchestrator.Trust.SelfTests;

/// <summary>
/// An RSA-3072 key that the whole world knows, with a signature and a ciphertext made by OpenSSL: for the self-test alone. Nothing trusts it.
/// </summary>
internal static class KnownRsaKey
{
    /// <summary>PKCS#8.</summary>
    public static byte[] PrivateKey => Convert.FromBase64String("""
        MIIG/QIBADANBgkqhkiG9w0BAQEFAASCBucwggbjAgEAAoIBgQCs4kjnOvDsxHStMk+/nPskpxNFNwbfyzCWVA5+vd/WOCMJeTW3mca8aMvgwt3gDh9M4pne
        WpksahsJQgjL7msVpFsezB8SQ2uEdCUY34TvE9ar4iDT52meg5Hz5M284gaKE9CBDk9cU2MqBsLL8//IPewADSw39ODsF5BSROyAprWA3GbYtEEE9BRvcuuV
        dI99j+Jn8BD1nf8TxXQLB6qLG7++p01a53ewpbObqZOovEk83sfEnr8xZSF5j2F+JbBk2BAcXvziETcY4XcbvOJY6De9lmVtodR3T1xeILCMzfrpSg2ur9lP
        EXQEynl7JrNPXS0gj8OoLMH/FzAQIAm+4Nu86FhhyCBmPc2MBZl9Yd+/jqSMGIYRaKd1YC8kusXazoXVRLM69HnyrrNWBfeyb+LiRQwLIDewdumvM9xlwuFJ
        iuvd23YfxCcBy4fm/8gzig8S1ONw7nbzydJFFgBt2oFQdOPB+7jZx7MIydWFxVIrUT+P2RkhdpHeH4jnrTsCAwEAAQKCAYASquJtWV9vaW0h0Hds/MHffMzn
        YeAzpQiLiur/w3fadThPSw/CUe/0Iyq0i8YSbePyVNuBd23nrlNaBg/WGVnlvdf69NZ8DdybskDZNTVw7Ub2S1X5G5k7fQBzAec3OH61RRtz+/wUv4pLHOzG
        wgOB9zG29bUrG5130LmMMJYK9DVQAzx1tMz6gHJ+cD3A5xOhXrp3N6RVKSjEVUNI95xyJd5n8z+2i5zQbav9qGthwmb0FCgk8nE5n65kJlfEG8SI8d9Lwv7x
        KVkYqzO3HXnxBDAv1FM34UB+YhNyut1fcnKWi/CegZ9ek/5Cp+jweRBTv9aOvSxN0BGbjUaUXQAoNxShzcV4XTPX3n7Wc/F9bGGsrPtdSMsQTXlAEgEiffM8
        CQIftELdq/o2FyPetFSwoqc3KFSOsruW4i0aczGpAEZ8CO+ugRz595yCHU41K253tFXiIq/j2jftxTYex1jDQTNtBNQXawTE4hRQp/Sho+FLJNeUoJl832cg
        dJPXmIUCgcEA7aS1In3wbvn7mfHYAfqHN2tf/2l+mxckn6VUaFRe3OsF/pA4IYD3HJrXYXDA4/iNvWGr9rHi+N/iho0TfP98Vz8JhVZ0f5xk5l4/P6kz5zlp
        eR95NE4I+DARmPOEzpW62I29NGNpGBj95ef7IuA1SdpaMO7yjeskqdGs1Wnp/knvp1cPhVcyrk3liRT9UWBxYbPt3KxyDKCXIbBZoQ9jqRXpr8VBbKL6Z/5E
        20CLzAATrVJfjJBg8qFvIuWC0o4NAoHBALo8/NKwmfuXNsrXOZQ+lSOwkTLqSBxOS6XdhAh0It0q2vqWjneq75Mz/90Zc2h1cF78fQAhF12MBWpKVBT1z0Fr
        7KE5wV3Zv/uVTAaMjJt2ZlsH5ztZ0uL5QdvM3kRzl1YZtTG3Ec/7z+dSQIjzK8XHhD/6GJVqrUbLS5/FDyOXIiJueemuOnf4b62lOC0fbwQ8oaff+ziiwFRv
        09dJ3Llo86bTqVe2Ux0WBqtrUuSQ/XufBLbtjTTuo8ttF/ceZwKBwQCt+QiKKbyc4fFpr/085ZWb4sWyjB6dl4G+RiDXB/0yqfQHerk8/dbqYAkRUqRDwLCz
        Vg+4WF4baHvDmQANYFQ84u8raDF9QpczdwfCqTJQMl2eyIXI3t/+IeKgIJa3TjItWwaKlcRYWeN2LjBSReV9HZctf6CeeOisUc2/pvwgpywFS90W9tEpfelu
        Q6l3q60Vo82c4bnUuLQre5kCKewB2wLrJPNSfrXm7+SkxkoRnHTLTCSbGQ+AUOK1n2P4lPkCgcBfxZkmJ9cnwF1W9lMP3xcG4XfpvP0UQVc5lq6dQkvjfHRb
        xSzCcU7+XhFH/ByTLUF6N1F4zYucebMXM94FYVsRg5SOXIsJ3j6R+/a6r3BnSf3c9jV9GfYO7qtlgvcSMHc0uceqJ0CrugzyIiQ5yQNLlAx4cf5OaCtvaoAb
        S1U7si7FkhZziztaEpIrs/ktiyql/SAMmmwwddF+GnvQDJXLayNROSuuhX48SOVpJandDIquFdpwz7x76fSlWham6CUCgcAlsS9bPkrcdQX2ldEOVce+d6Za
        jg/DPdw9ttYC4JinaaWsnWNaUYVCkWQu0QMuzLyJPrPAig5FYGvpVwHL4DuEbm7oMEZ9xUpxCqBI7yjNJMOkDiYqCBun2FMkg496vHAbGUmGH0/azjYbDwaJ
        PPasVg7U+sGq+Pn2ZSb955BPaUIyc4v9IN0mbpZBSuiYTQ00pZN9GfFC+TnyyPgDFXtyITctMC9fK8Arz5GUxBpHdnM/0rjYjMXchqnFjI9LA9g=
        """);

    /// <summary>RSA-PSS (SHA-384, salt 48) over the ASCII bytes of "known answer".</summary>
    public static byte[] Signature => Convert.FromBase64String("""
        LzaEDC7Lf+JgCYLKAfxn+D5CJSrLfIYxeyp5N/XSJUbzBbY5hN6449ZYaQAsMT1AA8MN5ZRPlqxyXM5g3yIugCT5WULAl4ffhUBWYA27WUZLqL0KIkK4Sf4J
        n523uF1rN4wlLSAvCOOgkTlnnIcdmwVVYzjypW7NDvn0anX8ox0zylM0yKUgSOSmDp7pvEc6jgAHcgevWgp20N8XXg7hWmJ7XBYvlpGGCbe/bs5n2biTNYKO
        EOTuY15aHbiTCXDZaFBynwuMk66FFDL28fNj+u/rZSVCxfrQT5djrJlxRIbIRvnkpmtIwpiPm8Wi7iTPTYMosgaDn6ia51ibqptYx5zdKluWcq9WStxgqnCR
        1WuBTsHEg9Vo7WGPRzOiqoY+9XV47O+qIlo8XqtqdXXc9CcsYZOWTC2yvqmpGxWf836MfHN9aU1MJBzAEocG/+XaeKsZApj76Ua97gloetPehAgIiCmA9FQx
        tvH3M/0FJW0IlSHipvwlu5KAf9Dzmm3Y
        """);

    /// <summary>RSA-OAEP (SHA-256, empty label) of the ASCII bytes of 0123456789abcdef, twice.</summary>
    public static byte[] Ciphertext => Convert.FromBase64String("""
        LtOfAuEOPVXGk05LSr31/fUwJv7RcTh46gb32pY27L6qfEKdmIeuWgaiRV+lVfkI0MPu4VQq3VDro+fGS1dqbCAR713kNBXXrE8mI4kdCDYVUDQfzqerAjiR
        S73Zk/bG6IS+FpPQEk9mMQLj6C6COYldknopgVZO6V654sm7+GJ8SMU409A3Ial4IBFtDYMVmkf8fyVriPbuRgdE2Thb9w1rOjkTQBmtPD8zWMdMG6eHXSWH
        io9achvehXwZkRDNJ6itfiLZcTNQS7QHy9vnPI62Yw8ZPprR4b7VQMNT6TfEdwvzPxjD8bto8RzH7mVl1O7s/jQIJdd4ReBzqv3skRHtsFG3Q4UryXiBXkNZ
        YGOEemCO5vATVtx5tfdwAMhsf/e4d7hs+8vn/0iO1GNZ1666xiK5CE89kMTvl9lY1x6R/jGcYRaQ+Hln1BZwhO1Jk76cdnGDYXLk273VYfWexOsryrjeNrdZ
        zDpBTB2nkinEmOB5YFor3w1JATUV7E+n
        """);
}
