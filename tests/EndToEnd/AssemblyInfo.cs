// Each of these tests runs a whole vendor, instrument and technician: one after the other, so that times mean something.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
